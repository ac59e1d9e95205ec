import * as z from 'zod/mini';
import type { Misp } from '../../../functions/domain/misp.ts';
import type { OperationContract } from '../../../functions/operation/contract.ts';
import type { Operation } from '../../../functions/operation/scope.ts';
import { type Done, Settlement } from '../../../functions/operation/settle.ts';
import { EXAMPLE_TIME, stampAt } from './example-misp.ts';
import { storeWith } from './example-store.ts';

/** A request and its answer, as the service gives it. */
export interface Example {
  /** What it shows, in a few words. */
  readonly summary: string;
  /** What the caller sends: the fields of path, query and body by their names. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly done: Done<unknown>;
}

/**
 * Has the operation itself answer a request, so that no example says what the service does not.
 * @param misp the one that there is.
 */
export async function carryOut<Input, Body>(
  { name, input, answer }: Pick<OperationContract<Input, Body>, 'name' | 'input' | 'answer'>,
  operation: Operation<Input, Body>,
  { misp, ...request }: Pick<Example, 'summary' | 'sent'> & { readonly misp?: Misp },
): Promise<Example> {
  const store = storeWith(misp);
  const stamp = stampAt(EXAMPLE_TIME);
  const { requestId, by: caller, at } = stamp;
  const facts = { operation: name, requestId, caller, at, hostName: name, hostIp: '203.0.113.7' };
  const scope = { stamp, misps: store, visibility: 'full', drawMispId: () => store.drawMispId() } as const;
  const outcome = await operation(z.parse(input, request.sent), scope);
  const done = await new Settlement(store, facts, ({ kind }) => kind).settle(outcome);
  if (done.kind !== 'done')
    throw new Error(`The example "${request.summary}" of ${name} is refused: ${done.error.kind}`);
  z.parse(answer, done.body);
  return { ...request, done };
}
