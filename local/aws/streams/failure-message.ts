import { randomUUID } from 'node:crypto';
import type { LambdaRecord } from './stream-records.ts';

/** Why Lambda discarded records. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Discarded records, and why. */
export interface Discarded {
  readonly records: readonly [LambdaRecord, ...LambdaRecord[]];
  readonly reason: DiscardReason;
  /** How many times the function was invoked with them. */
  readonly invocations: number;
  /** Whether the last invocation ended with an error. A report of failed items is not an error. */
  readonly functionFailed: boolean;
}

/**
 * The message that Lambda sends to a mapping's failure destination: the records' positions in the stream, not their
 * content.
 * @param now milliseconds since 1970.
 */
export function failureMessage(
  discarded: Discarded,
  place: { readonly functionArn: string; readonly streamArn: string; readonly shardId: string },
  now: number,
): string {
  const { records, reason, invocations } = discarded;
  const first = records[0];
  const last = records.at(-1) ?? first;
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: place.functionArn,
      condition: reason,
      approximateInvokeCount: invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: discarded.functionFailed ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: place.shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: place.streamArn,
    },
  });
}

function arrival(record: LambdaRecord): string {
  return new Date(record.dynamodb.ApproximateCreationDateTime * 1_000).toISOString().replace('.000Z', 'Z');
}
