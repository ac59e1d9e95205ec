import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { newRowId } from '../../functions/audit/row-id.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { ANNOUNCED_KEY } from '../../functions/storage/keys.ts';
import { MISPS_KEY } from '../../functions/storage/table-schema.ts';
import type { FunctionName } from '../../lib/functions/function-names.ts';
import type { InProcessDriver } from '../../test/integration/in-process-driver.ts';
import { eventOf } from '../../test/integration/route.ts';
import { operationSequences } from '../../test/scenarios/audit-sequences.ts';
import { authorizerEvent } from '../../test/support/authorizer-event.ts';
import { type LoopbackIssuer, operatorClaims, signToken } from '../../test/support/loopback-issuer.ts';
import { sampleRow } from '../../test/support/sample-row.ts';

/** The first call of a function: an event that it must answer with success, and a check of the answer. */
export interface FirstCall {
  readonly event: unknown;
  readonly isSuccess: (answer: unknown) => boolean | Promise<boolean>;
}

type Prepare = (driver: InProcessDriver, issuer: Pick<LoopbackIssuer, 'url' | 'keys'>) => Promise<FirstCall>;

const TEN_MINUTES_MS = 600_000;

/** Stores what the first call of a function needs, new for every call, and builds the event. */
export function prepareFirstCall(name: FunctionName): Prepare {
  return (driver, issuer) => {
    return isOperation(name) ? operationCall(name, driver) : backgroundCalls[name](driver, issuer);
  };
}

const isOperation = (name: FunctionName): name is OperationName => operations.some((one) => one.name === name);

/** The first request of an operation in the table of audit sequences. */
async function operationCall(name: OperationName, driver: InProcessDriver): Promise<FirstCall> {
  const sequence = operationSequences.find(({ operation }) => operation === name);
  if (sequence === undefined) throw new Error(`There is no audit sequence of ${name}`);
  const { request } = await sequence.arrange(driver);
  return {
    event: eventOf(request).event,
    isSuccess: (answer) => JSON.parse((answer as { body: string }).body).errors.length === 0,
  };
}

const backgroundCalls: Readonly<Record<Exclude<FunctionName, OperationName>, Prepare>> = {
  'authorize-caller': async (_, issuer) => {
    const token = await signToken(issuer.keys[0]!, operatorClaims(issuer));
    return {
      event: authorizerEvent({ authorization: `Bearer ${token}` }),
      isSuccess: (answer) => (answer as { isAuthorized: boolean }).isAuthorized,
    };
  },
  'publish-audit': async (driver) => {
    const row = await putRow(driver, Date.now());
    const NewImage = marshall(row, { removeUndefinedValues: true });
    const event = { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } }] };
    return { event, isSuccess: async () => !(await isInOutbox(driver, row)) };
  },
  'sweep-audit-outbox': async (driver) => {
    const row = await putRow(driver, Date.now() - TEN_MINUTES_MS);
    return { event: {}, isSuccess: async () => !(await isInOutbox(driver, row)) };
  },
  'announce-expiring-licenses': async ({ client, tables }) => {
    const startedAt = Date.now();
    const command = new GetCommand({ TableName: tables.misps, Key: { [MISPS_KEY]: ANNOUNCED_KEY } });
    // Nothing is due: the run only reads, and sets the checkpoint to its own time.
    const isSuccess = async () => Date.parse((await client.send(command)).Item?.announcedUntil ?? '') >= startedAt;
    return { event: {}, isSuccess };
  },
};

async function putRow(driver: InProcessDriver, at: number): Promise<OutboxRow> {
  const trail: OutboxRow['trail'] = [['109'], ['110', '100'], ['111', '100', 'VALID'], ['204']];
  const row = sampleRow({ id: newRowId('validate-license-key', at), at, trail });
  await driver.client.send(new PutCommand({ TableName: driver.tables.outbox, Item: row }));
  return row;
}

/** Whether the row is still in the outbox. A delivered row is deleted. */
async function isInOutbox(driver: InProcessDriver, row: OutboxRow): Promise<boolean> {
  return (await driver.outboxRows()).some(({ id }) => id === row.id);
}
