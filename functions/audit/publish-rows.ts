import { setTimeout as sleep } from 'node:timers/promises';
import { errorFacts, type Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { ownerOfRow, UnreadableRow } from './check-row.ts';
import type { EntryOutcome, EventBus } from './event-bus.ts';
import { type BusEvent, expandRow } from './expand-row.ts';
import type { OutboxRow } from './outbox-row.ts';

/**
 * The outcome of a row. `delivered`: the bus has accepted every event of it. `delayed`: some may be accepted later.
 * `poison`: it cannot be read, or the bus will never accept some event. The row stays until somebody has looked at it.
 */
export type RowOutcome = 'delivered' | 'delayed' | 'poison';

/** The dependencies of publishing. */
export interface Publishing {
  readonly bus: EventBus;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds until publishing must be over. */
  readonly timeLeft: () => number;
}

/** The most entries of a PutEvents call. Its limit of 256 KB is far above ten entries (`check-row.ts`). */
const MAX_ENTRIES = 10;
/** Concurrent calls. */
const LANES = 4;
/** Pauses before the second and the third attempt after a temporary failure. */
const PAUSES_MS = [100, 300];
/**
 * No call starts with less time left: a call to a bus that hangs takes six seconds, and delivered rows must still be
 * deleted.
 */
const CALL_TIME_MS = 9000;

/** Codes of entries that no retry can help. Any other code counts as temporary. */
const PERMANENT_CODES = new Set([
  'EventTooLarge',
  'InvalidArgument',
  'MalformedDetail',
  'NotAuthorizedForDetailTypeException',
  'NotAuthorizedForSourceException',
  'ValidationException',
]);

type PutResult = 'accepted' | 'delayed' | 'refused';

interface Entry {
  readonly row: OutboxRow;
  readonly event: BusEvent;
}

/** The bus's last answer about an entry that is not accepted yet, or the error of the call. */
type Reason = string | { readonly thrown: unknown };

/**
 * Publishes rows: expands them, packs their events into as few calls as the bus allows, and returns the outcome of every row.
 * It never throws, and a row that fails stops no other. If time runs out, rows that are not yet on the bus are delayed.
 */
export async function publishRows(
  rows: readonly OutboxRow[],
  publishing: Publishing,
): Promise<ReadonlyMap<OutboxRow, RowOutcome>> {
  if (rows.length === 0) return new Map();
  const outcomes = new Map<OutboxRow, RowOutcome>(rows.map((row) => [row, 'delivered']));
  const entries = rows.flatMap((row) => {
    try {
      return expandRow(row).map((event) => ({ row, event }));
    } catch (error) {
      // The row is counted, logged and left in place. A foreign id may be any text, so it stays out of the log.
      const rowId = ownerOfRow(row.id) === undefined ? 'foreign' : row.id;
      const fault = error instanceof UnreadableRow ? error.fault : 'malformed';
      const version = fault === 'version' && Number.isSafeInteger(row.catalogVersion) ? row.catalogVersion : undefined;
      publishing.log('ERROR', {
        event: 'audit-row-unreadable',
        rowId,
        fault,
        ...(version === undefined ? {} : { catalogVersion: version }),
        runbook: 'docs/runbooks/procedures/poison-row.md',
      });
      outcomes.set(row, 'poison');
      return [];
    }
  });
  const batches = pack(entries);
  const counts: Record<PutResult, number> = { accepted: 0, delayed: 0, refused: 0 };
  const settleBatch = async (batch: readonly Entry[]) => {
    const results = await putBatch(batch, publishing);
    for (const result of results) counts[result] += 1;
    batch.forEach(({ row }, index) => {
      const result = results[index];
      if (result === 'refused') outcomes.set(row, 'poison');
      else if (result === 'delayed' && outcomes.get(row) !== 'poison') outcomes.set(row, 'delayed');
    });
  };
  const lanes = Array.from({ length: LANES }, async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await settleBatch(batch);
  });
  await Promise.all(lanes);
  const delayed = [...outcomes.values()].filter((outcome) => outcome === 'delayed').length;
  publishing.metrics({
    AuditRecordsPublished: counts.accepted,
    AuditEntriesRefused: counts.refused,
    OutboxRowsDelayed: delayed,
  });
  return outcomes;
}

/** Packs entries into batches of one call each. */
function pack(entries: readonly Entry[]): Entry[][] {
  return Array.from({ length: Math.ceil(entries.length / MAX_ENTRIES) }, (_, index) =>
    entries.slice(index * MAX_ENTRIES, (index + 1) * MAX_ENTRIES),
  );
}

/** Puts one batch, and retries temporary failures. Returns one outcome for each entry, in their order. */
async function putBatch(batch: readonly Entry[], { bus, log, timeLeft }: Publishing): Promise<readonly PutResult[]> {
  const results: PutResult[] = batch.map(() => 'delayed');
  let reason: Reason = 'OutOfTime';
  for (const pause of [...PAUSES_MS, undefined]) {
    if (timeLeft() < CALL_TIME_MS) break;
    const open = [...results.keys()].filter((index) => results[index] === 'delayed');
    const outcomes = await putOnce(
      open.flatMap((index) => batch[index] ?? []),
      bus,
      timeLeft,
    );
    outcomes.forEach((outcome, position) => {
      const index = open[position];
      const entry = index === undefined ? undefined : batch[index];
      if (index === undefined || entry === undefined) return;
      if (outcome.accepted) results[index] = 'accepted';
      else if (PERMANENT_CODES.has(outcome.errorCode)) {
        results[index] = 'refused';
        log('ERROR', { event: 'audit-entry-refused', rowId: entry.row.id, errorCode: outcome.errorCode });
      } else reason = outcome.thrown === undefined ? outcome.errorCode : { thrown: outcome.thrown };
    });
    if (!results.includes('delayed') || pause === undefined) break;
    await sleep(pause * (0.5 + Math.random() / 2));
  }
  logDelay(batch, results, reason, log);
  return results;
}

/** Logs one line for a batch that partly stays in the outbox: the number of rows, and the last answer of the bus. */
function logDelay(batch: readonly Entry[], results: readonly PutResult[], reason: Reason, log: Log): void {
  const rows = new Set(batch.filter((_, index) => results[index] === 'delayed').map(({ row }) => row)).size;
  if (rows === 0) return;
  const facts = typeof reason === 'string' ? { errorName: reason, frames: [] } : errorFacts(reason.thrown);
  log('WARN', { event: 'audit-delivery-delayed', rows, ...facts });
}

/** The outcome of an entry; `thrown` is present if the whole call failed. */
type PutOutcome = EntryOutcome & { readonly thrown?: unknown };

/**
 * Makes one call. If the call itself is invalid, each entry gets its own call, to find the faulty one. Without time for
 * that the entries are delayed.
 */
async function putOnce(
  entries: readonly Entry[],
  bus: EventBus,
  timeLeft: Publishing['timeLeft'],
): Promise<readonly PutOutcome[]> {
  try {
    return await bus.put(entries.map(({ event }) => event));
  } catch (thrown) {
    const isInvalid = thrown instanceof Error && thrown.name === 'ValidationException';
    const hasMore = entries.length > 1;
    if (isInvalid && hasMore && timeLeft() >= CALL_TIME_MS) {
      const each = await Promise.all(entries.map((entry) => putOnce([entry], bus, timeLeft)));
      return each.flat();
    }
    const errorCode = isInvalid && !hasMore ? thrown.name : 'CallFailed';
    return entries.map(() => ({ accepted: false, errorCode, thrown }));
  }
}
