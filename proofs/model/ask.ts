import { operations } from '../../functions/operations.ts';
import type { Binding, BoundOperations } from '../../test/support/engine-tables.ts';
import { gatewayEvent, lambdaContext } from '../../test/support/gateway-event.ts';
import type { Answered, Mutation, Service } from './proving-ground.ts';
import type { Configuration } from './reference/call.ts';

/** The envelope of every request with a body. */
export const ENVELOPE = { id: 'mosip.misp', version: '1.0' } as const;
export const SOURCE_IP = '203.0.113.9';

/** The configuration of the operations, with the built-in mistakes. */
export const bindingWith = (
  clock: () => number,
  { errorCodes, visibility }: Configuration,
  { newKey, store, operations: replace }: Mutation,
): Binding => ({
  ...{ errorCodes, visibility, clock },
  ...(newKey === undefined ? {} : { newKey }),
  ...(store === undefined ? {} : { store }),
  ...(replace === undefined ? {} : { operations: replace }),
});

/** Makes calls as the gateway does. @param operationsAt the operations with a clock at this time. */
export const asking =
  (operationsAt: (at: number) => BoundOperations): Service['ask'] =>
  async (call, timeLeftMs): Promise<Answered> => {
    const { method, path: route } = operations.find(({ name }) => name === call.operation)!;
    const path = {
      ...(call.mispId === undefined ? {} : { mispId: call.mispId }),
      ...(call.orgName === undefined ? {} : { orgName: call.orgName }),
    };
    const event = gatewayEvent({
      ...{ method, route, path, requestId: call.requestId, caller: call.by, sourceIp: SOURCE_IP },
      headers: {
        ...(call.retry?.idempotencyKey === undefined ? {} : { 'idempotency-key': call.retry.idempotencyKey }),
        ...(call.retry?.ifMatch === undefined ? {} : { 'if-match': call.retry.ifMatch }),
      },
      ...(call.query === undefined ? {} : { query: call.query }),
      ...(call.fields === undefined ? {} : { body: JSON.stringify({ ...ENVELOPE, request: call.fields }) }),
    });
    const answer = await operationsAt(call.at)[call.operation](event, lambdaContext(call.operation, timeLeftMs));
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers ?? {},
      body: JSON.parse(answer.body ?? 'null'),
    };
  };
