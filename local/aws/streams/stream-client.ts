import * as z from 'zod/mini';
import { callEngine, EngineError } from '../engines/engine-request.ts';
import { type EngineRecord, engineRecord } from './stream-records.ts';

const api = 'DynamoDBStreams_20120810.';
const recordsPerRead = 1_000;

const shardPage = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.optional(z.string()) })),
    LastEvaluatedShardId: z.nullish(z.string()),
  }),
});
const iteratorAnswer = z.object({ ShardIterator: z.string() });
const recordsAnswer = z.object({ Records: z.array(engineRecord), NextShardIterator: z.nullish(z.string()) });

export interface Shard {
  readonly id: string;
  readonly parentId: string | undefined;
}

/** A position in a shard: its oldest record, its end, or after a record. */
export type Position = 'TRIM_HORIZON' | 'LATEST' | { readonly after: string };

/**
 * The shards of a stream, oldest first. Does not say whether a shard is closed, because dynoxide describes open ones as
 * closed; only reading shows it.
 */
export async function describeShards(endpoint: string, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let start: string | null | undefined;
  do {
    const input = { StreamArn: streamArn, ExclusiveStartShardId: start ?? undefined };
    const { StreamDescription: page } = shardPage.parse(await callEngine(endpoint, `${api}DescribeStream`, input));
    shards.push(...page.Shards.map((shard) => ({ id: shard.ShardId, parentId: shard.ParentShardId })));
    start = page.LastEvaluatedShardId;
  } while (start);
  return shards;
}

/** An iterator at a position, or at the oldest record if that position has been trimmed. */
export async function iteratorAt(
  endpoint: string,
  streamArn: string,
  shardId: string,
  position: Position,
): Promise<string> {
  const place =
    typeof position === 'string'
      ? { ShardIteratorType: position }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after };
  const input = { StreamArn: streamArn, ShardId: shardId, ...place };
  try {
    return iteratorAnswer.parse(await callEngine(endpoint, `${api}GetShardIterator`, input)).ShardIterator;
  } catch (error) {
    if (!isEngineError(error, 'TrimmedDataAccessException') || position === 'TRIM_HORIZON') throw error;
    return iteratorAt(endpoint, streamArn, shardId, 'TRIM_HORIZON');
  }
}

/** The result of reading a shard. */
export interface ShardRead {
  readonly records: readonly EngineRecord[];
  /** Undefined if the shard is closed and this was its last page. */
  readonly next: string | undefined;
}

/** @returns 'expired' if the iterator is too old or its records have been trimmed. */
export async function readShard(endpoint: string, iterator: string): Promise<ShardRead | 'expired'> {
  try {
    const input = { ShardIterator: iterator, Limit: recordsPerRead };
    const answer = recordsAnswer.parse(await callEngine(endpoint, `${api}GetRecords`, input));
    return { records: answer.Records, next: answer.NextShardIterator ?? undefined };
  } catch (error) {
    if (isEngineError(error, 'ExpiredIteratorException') || isEngineError(error, 'TrimmedDataAccessException')) {
      return 'expired';
    }
    throw error;
  }
}

function isEngineError(error: unknown, type: string): boolean {
  return error instanceof EngineError && error.type === type;
}
