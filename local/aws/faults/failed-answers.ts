import * as z from 'zod/mini';
import type { ServiceCall } from '../admission.ts';
import type { Execute, Outcome, ServiceAnswer } from '../call-path.ts';
import type { FaultMode } from './fault.ts';

const dynamoDb = 'com.amazonaws.dynamodb.v20120810#';
const errors = {
  dynamodb: { type: `${dynamoDb}InternalServerError`, message: 'Internal server error' },
  other: { type: 'InternalException', message: 'This exception occurs due to unexpected causes.' },
};
const throttlings = {
  dynamodb: {
    type: `${dynamoDb}ProvisionedThroughputExceededException`,
    message: 'The level of configured provisioned throughput for the table was exceeded.',
  },
  other: { type: 'ThrottlingException', message: 'Rate exceeded' },
};

/** Makes a call fail. The mode decides whether it is executed. */
export async function failAs(mode: FaultMode, call: ServiceCall, execute: Execute): Promise<Outcome> {
  const service = call.service === 'dynamodb' ? 'dynamodb' : 'other';
  switch (mode) {
    case 'error':
      return answer(500, errors[service]);
    case 'throttle':
      return answer(400, throttlings[service]);
    case 'conflict':
      return conflict(call);
    case 'timeout':
      return 'silence';
    case 'lost-ack':
      await execute(call);
      return 'cut off';
    case 'half-ack':
    case 'stalled-ack': {
      const outcome = await execute(call);
      return typeof outcome === 'string' ? outcome : { ...outcome, after: mode === 'half-ack' ? 'cut off' : 'silence' };
    }
    case 'partial':
      return call.service === 'events' ? someEntries(call, execute) : someRequests(call, execute);
  }
}

function answer(
  status: number,
  { type, message }: { type: string; message: string },
  more: object = {},
): ServiceAnswer {
  return { status, body: JSON.stringify({ __type: type, message, ...more }) };
}

const transaction = z.object({ TransactItems: z.array(z.unknown()) });

function conflict({ action, input }: ServiceCall): ServiceAnswer {
  const message = 'Transaction is ongoing for the item';
  if (action !== 'TransactWriteItems') return answer(400, { type: `${dynamoDb}TransactionConflictException`, message });
  const reasons = transaction
    .parse(input)
    .TransactItems.map((_, index) =>
      index === 0 ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
    );
  const text = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`;
  const type = `${dynamoDb}TransactionCanceledException`;
  return { status: 400, body: JSON.stringify({ __type: type, Message: text, CancellationReasons: reasons }) };
}

/** Skips the first, third, fifth … entry, so at least one is skipped. */
const isLeftOut = (index: number) => index % 2 === 0;

const events = z.object({ Entries: z.array(z.unknown()) });
const accepted = z.object({ FailedEntryCount: z.number(), Entries: z.array(z.unknown()) });

async function someEntries(call: ServiceCall, execute: Execute): Promise<Outcome> {
  const { Entries } = events.parse(call.input);
  const taken = Entries.filter((_, index) => !isLeftOut(index));
  const outcome = taken.length === 0 ? undefined : await execute({ ...call, input: { Entries: taken } });
  if (typeof outcome === 'string' || (outcome !== undefined && outcome.status !== 200)) return outcome;
  const done = outcome === undefined ? [] : accepted.parse(JSON.parse(outcome.body.toString())).Entries;
  const answers = Entries.map((_, index) =>
    isLeftOut(index) ? { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal failure' } : done[Math.floor(index / 2)],
  );
  const failed = answers.filter((one) => typeof one === 'object' && one !== null && 'ErrorCode' in one).length;
  return { status: 200, body: JSON.stringify({ FailedEntryCount: failed, Entries: answers }) };
}

const batch = z.looseObject({ RequestItems: z.record(z.string(), z.array(z.unknown())) });

async function someRequests(call: ServiceCall, execute: Execute): Promise<Outcome> {
  const input = batch.parse(call.input);
  const part = (wanted: (index: number) => boolean) =>
    Object.fromEntries(
      Object.entries(input.RequestItems)
        .map(([table, requests]) => [table, requests.filter((_, index) => wanted(index))] as const)
        .filter(([, requests]) => requests.length > 0),
    );
  const taken = part((index) => !isLeftOut(index));
  const UnprocessedItems = part(isLeftOut);
  if (Object.keys(taken).length === 0) return { status: 200, body: JSON.stringify({ UnprocessedItems }) };
  const outcome = await execute({ ...call, input: { ...input, RequestItems: taken } });
  if (typeof outcome === 'string' || outcome.status !== 200) return outcome;
  const body: unknown = JSON.parse(outcome.body.toString());
  return { status: 200, body: JSON.stringify({ ...Object(body), UnprocessedItems }) };
}
