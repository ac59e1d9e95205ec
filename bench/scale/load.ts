import { setTimeout as pause } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { callEngine } from '../../local/aws/engines/engine-request.ts';
import { figure } from '../markdown.ts';

export type StoredItem = Record<string, AttributeValue>;

/** What loading took. */
export interface Loaded {
  readonly items: number;
  readonly seconds: number;
}

/** The most puts that BatchWriteItem takes. */
const BATCH = 25;
/** Enough that the engine never waits for the next batch; an embedded engine carries out one at a time anyhow. */
const IN_FLIGHT = 8;
const ATTEMPTS = 5;
const REPORT_MS = 10_000;

const answerShape = z.object({ UnprocessedItems: z.optional(z.record(z.string(), z.array(z.unknown()))) });

/**
 * Puts items into a table, several batches at once, and reports its progress. The requests do without the SDK: for millions of
 * items its signing and parsing take too long. Only the items under way are held in memory.
 * @param total how many items there are, to estimate the time that is left.
 */
export async function load(
  { endpoint, table }: { readonly endpoint: string; readonly table: string },
  items: Iterable<StoredItem>,
  total: number,
  progress: (text: string) => void,
): Promise<Loaded> {
  const started = performance.now();
  const batches = inBatches(items);
  let done = 0;
  let reported = started;
  const lane = async () => {
    // The lanes share one iterator: each batch goes to the lane that is free first.
    for (let next = batches.next(); !next.done; next = batches.next()) {
      await putBatch(endpoint, table, next.value);
      done += next.value.length;
      if (performance.now() - reported < REPORT_MS) continue;
      reported = performance.now();
      progress(progressLine(done, total, (reported - started) / 1000));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return { items: done, seconds: (performance.now() - started) / 1000 };
}

function progressLine(done: number, total: number, seconds: number): string {
  const perSecond = done / seconds;
  const minutesLeft = (total - done) / perSecond / 60;
  return (
    `loading: ${figure((100 * done) / total, 1)} %, ${figure(done)} of ${figure(total)} items, ` +
    `${figure(perSecond)} items/s, ${figure(minutesLeft, 1)} min left`
  );
}

function* inBatches(items: Iterable<StoredItem>): Generator<readonly StoredItem[], undefined> {
  let batch: StoredItem[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function putBatch(endpoint: string, table: string, items: readonly StoredItem[]): Promise<void> {
  let left: readonly unknown[] = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    try {
      const input = { RequestItems: { [table]: left } };
      const answer = answerShape.parse(await callEngine(endpoint, 'DynamoDB_20120810.BatchWriteItem', input));
      left = answer.UnprocessedItems?.[table] ?? [];
    } catch (error) {
      // Puts can be repeated: a broken connection must not cost what was loaded before it.
      if (attempt === ATTEMPTS) throw error;
    }
    if (left.length > 0) await pause(50 * attempt);
  }
}
