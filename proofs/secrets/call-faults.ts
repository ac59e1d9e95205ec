import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ServiceCall } from '../../local/aws/admission.ts';
import type { CallFault } from './recorded-calls.ts';

/** A message that repeats the whole request: the worst that a service can pass to a log. */
const messageWithRequest = (call: ServiceCall) => `Not possible: ${JSON.stringify(call.input)}`;

/** Answers calls of these actions with an error that no retry helps against, and that repeats the request. */
export function refusing(type: string, ...actions: readonly string[]): CallFault {
  return async (call) =>
    actions.includes(call.action)
      ? { admitted: false, status: 400, body: { __type: type, message: messageWithRequest(call) } }
      : undefined;
}

/** The bus refuses this many calls, in turn as invalid, which is permanent, and as denied, which may pass. */
export function busRefuses(calls: number): CallFault {
  const callFaults = ['ValidationException', 'AccessDeniedException'].map((type) =>
    refusing(`com.amazonaws.events#${type}`, 'PutEvents'),
  );
  let met = 0;
  return async (call) => {
    if (call.action !== 'PutEvents' || met >= calls) return undefined;
    met += 1;
    return callFaults[met % callFaults.length]!(call);
  };
}

const putEvents = z.object({ Entries: z.array(z.unknown()) });

/**
 * In this many calls the bus rejects every entry, and repeats each in its answer: their rows stay in the outbox as
 * poison.
 */
export function busTakesNoEntry(calls: number): CallFault {
  let left = calls;
  return async (call) => {
    if (call.action !== 'PutEvents' || left <= 0) return undefined;
    left -= 1;
    const { Entries } = putEvents.parse(call.input);
    const refused = Entries.map((entry) => ({ ErrorCode: 'MalformedDetail', ErrorMessage: JSON.stringify(entry) }));
    return { admitted: false, status: 200, body: { FailedEntryCount: refused.length, Entries: refused } };
  };
}

const change = z.object({
  TransactItems: z.array(
    z.object({
      Put: z.optional(
        z.object({
          TableName: z.string(),
          Item: z.object({ pk: z.optional(z.object({ S: z.string() })) }),
          ExpressionAttributeValues: z.optional(z.object({ ':version': z.object({ N: z.string() }) })),
        }),
      ),
    }),
  ),
});

/**
 * Another writer changes the MISP whenever a function is about to: the store's error then holds the whole MISP, with
 * its keys. Nothing else makes a function give up this soon.
 */
export function losingEveryRace(client: DynamoDBDocumentClient): CallFault {
  return async (call) => {
    if (call.action !== 'TransactWriteItems') return undefined;
    const put = change.parse(call.input).TransactItems[0]?.Put;
    // A new MISP has no earlier version to change.
    if (put?.ExpressionAttributeValues === undefined || put.Item.pk === undefined) return undefined;
    const command = new UpdateCommand({
      TableName: put.TableName,
      Key: { pk: put.Item.pk.S },
      UpdateExpression: 'ADD #version :one',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':one': 1 },
    });
    await client.send(command);
    return { admitted: true };
  };
}
