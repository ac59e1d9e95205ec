import * as z from 'zod/mini';
import type { InvocationResult } from '../../functions/invocation.ts';
import type { StreamMapping } from './event-source-mapping.ts';
import type { Discarded, DiscardReason } from './failure-message.ts';
import type { LambdaRecord } from './stream-records.ts';

/** What the delivery of batches depends on. */
export interface DeliveryPorts {
  /** Rejects if the function could not be invoked. */
  invoke(event: { readonly Records: readonly LambdaRecord[] }): Promise<InvocationResult>;
  discard(discarded: Discarded): Promise<void>;
  /** Milliseconds since 1970. */
  clock(): number;
  /** Waits before the n-th retry, n from 1; returns early on a stop. */
  pauseBeforeRetry(retry: number): Promise<void>;
  isStopped(): boolean;
}

type Rules = Pick<StreamMapping, 'reportsItemFailures' | 'bisectsOnError' | 'maximumRetries' | 'maximumRecordAge'>;
type Batch = readonly LambdaRecord[];
interface History {
  readonly retries: number;
  readonly invocations: number;
  readonly functionFailed: boolean;
}
type Outcome =
  | { readonly kind: 'done' | 'function failed' | 'not invoked' }
  | { readonly kind: 'items failed'; readonly from: number };

/** A stream keeps its records for 24 hours (in seconds). */
const streamRetention = 86_400;
const failureReport = z.object({ batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string() }))) });

/**
 * Delivers a batch as Lambda does: retries from the first failed record until the function has accepted everything or
 * the rest is discarded.
 * @returns false if the delivery was stopped before that.
 */
export async function deliverBatch(
  batch: Batch,
  rules: Rules,
  ports: DeliveryPorts,
  before: History = { retries: 0, invocations: 0, functionFailed: false },
): Promise<boolean> {
  let { retries, invocations, functionFailed } = before;
  let waiting = batch;
  const discard = async (records: Batch, reason: DiscardReason) => {
    const [first, ...others] = records;
    if (first !== undefined) await ports.discard({ records: [first, ...others], reason, invocations, functionFailed });
  };
  for (let pauses = 1; ; pauses += 1) {
    if (ports.isStopped()) return false;
    const tooOld = (record: LambdaRecord) =>
      ageOf(record, ports.clock()) > Math.min(rules.maximumRecordAge, streamRetention);
    await discard(waiting.filter(tooOld), 'RecordAgeExceeded');
    waiting = waiting.filter((record) => !tooOld(record));
    if (waiting.length === 0) return true;

    const outcome = await attempt(waiting, rules, ports);
    if (outcome.kind === 'done') return true;
    // A failure to invoke the function does not count as a retry.
    if (outcome.kind !== 'not invoked') {
      invocations += 1;
      functionFailed = outcome.kind === 'function failed';
      if (outcome.kind === 'items failed') waiting = waiting.slice(outcome.from);
      else if (rules.bisectsOnError && waiting.length > 1) {
        const history = { retries, invocations, functionFailed };
        const middle = Math.ceil(waiting.length / 2);
        // Splitting does not count as a retry either.
        return (
          (await deliverBatch(waiting.slice(0, middle), rules, ports, history)) &&
          (await deliverBatch(waiting.slice(middle), rules, ports, history))
        );
      }
      if (retries >= rules.maximumRetries) {
        await discard(waiting, 'RetryAttemptsExhausted');
        return true;
      }
      retries += 1;
    }
    await ports.pauseBeforeRetry(pauses);
  }
}

async function attempt(records: Batch, rules: Rules, ports: DeliveryPorts): Promise<Outcome> {
  let result: InvocationResult;
  try {
    result = await ports.invoke({ Records: records });
  } catch {
    return { kind: 'not invoked' };
  }
  if (!result.ok) return { kind: 'function failed' };
  return rules.reportsItemFailures ? readReport(result.value, records) : { kind: 'done' };
}

/** No report means success; an invalid report means that the whole batch failed. */
function readReport(value: unknown, records: Batch): Outcome {
  if (value === undefined || value === null) return { kind: 'done' };
  const report = failureReport.safeParse(value);
  if (!report.success) return { kind: 'items failed', from: 0 };
  const failed = (report.data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier),
  );
  if (failed.length === 0) return { kind: 'done' };
  // An identifier that is not in the batch counts as its first record (findIndex gives -1).
  return { kind: 'items failed', from: Math.max(0, Math.min(...failed)) };
}

/** Seconds since the record was written. */
function ageOf(record: LambdaRecord, now: number): number {
  return now / 1_000 - record.dynamodb.ApproximateCreationDateTime;
}
