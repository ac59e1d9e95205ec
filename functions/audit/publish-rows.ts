import { setTimeout as sleep } from 'node:timers/promises';
import { errorFacts, type Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { ownerOfRow, UnreadableRow } from './check-row.ts';
import type { EntryOutcome, EventBus } from './event-bus.ts';
import { type BusEvent, expandRow } from './expand-row.ts';
import type { OutboxRow } from './outbox-row.ts';

/**
 * What became of a row. `delivered`: the bus has accepted every event of it. `delayed`: some may pass later. `poison`: the bus
 * will never take some of it, or it cannot be read; the row stays where it is until somebody has looked at it.
 */
export type RowOutcome = 'delivered' | 'delayed' | 'poison';

/** What publishing depends on. */
export interface Publishing {
  readonly bus: EventBus;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds until publishing must be over. */
  readonly timeLeft: () => number;
}

/** PutEvents takes so many entries a call. It also takes 256 KB at most, which ten never come near to (`check-row.ts`). */
const MAX_ENTRIES = 10;
/** Calls under way at once. */
const LANES = 4;
/** Pauses before the second and the third try of what failed for the moment. */
const PAUSES_MS = [100, 300];
/** With less time left no call begins: a bus that is silent takes six seconds of it, and what is delivered must be removed yet. */
const CALL_TIME_MS = 9000;

/** Codes of entries that no retry would help. Any other code counts as passing. */
const PERMANENT_CODES = new Set([
  'EventTooLarge',
  'InvalidArgument',
  'MalformedDetail',
  'NotAuthorizedForDetailTypeException',
  'NotAuthorizedForSourceException',
  'ValidationException',
]);

type Fate = 'accepted' | 'delayed' | 'refused';

interface Entry {
  readonly row: OutboxRow;
  readonly event: BusEvent;
}

/** The last answer to an entry that is not accepted yet, or what the call for it threw. */
type Reason = string | { readonly thrown: unknown };

/**
 * Publishes rows: expands them, packs their events into as few calls as the bus allows, and says of every row what became of
 * it. Never throws; a row that fails stops no other. When time runs out, what is not on the bus yet is delayed.
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
      // The row is not ours to judge further: it is counted, logged and left where it is. An id that is none of ours may be
      // any text, so it stays out of the log.
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
  const counts: Record<Fate, number> = { accepted: 0, delayed: 0, refused: 0 };
  const settleBatch = async (batch: readonly Entry[]) => {
    const fates = await putBatch(batch, publishing);
    for (const fate of fates) counts[fate] += 1;
    batch.forEach(({ row }, index) => {
      const fate = fates[index];
      if (fate === 'refused') outcomes.set(row, 'poison');
      else if (fate === 'delayed' && outcomes.get(row) !== 'poison') outcomes.set(row, 'delayed');
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

/** Entries in the batches that one call takes. */
function pack(entries: readonly Entry[]): Entry[][] {
  return Array.from({ length: Math.ceil(entries.length / MAX_ENTRIES) }, (_, index) =>
    entries.slice(index * MAX_ENTRIES, (index + 1) * MAX_ENTRIES),
  );
}

/** Puts one batch, trying again what failed for the moment; one fate an entry, in their order. */
async function putBatch(batch: readonly Entry[], { bus, log, timeLeft }: Publishing): Promise<readonly Fate[]> {
  const fates: Fate[] = batch.map(() => 'delayed');
  let reason: Reason = 'OutOfTime';
  for (const pause of [...PAUSES_MS, undefined]) {
    if (timeLeft() < CALL_TIME_MS) break;
    const open = [...fates.keys()].filter((index) => fates[index] === 'delayed');
    const outcomes = await putOnce(
      open.flatMap((index) => batch[index] ?? []),
      bus,
    );
    outcomes.forEach((outcome, position) => {
      const index = open[position];
      const entry = index === undefined ? undefined : batch[index];
      if (index === undefined || entry === undefined) return;
      if (outcome.accepted) fates[index] = 'accepted';
      else if (PERMANENT_CODES.has(outcome.errorCode)) {
        fates[index] = 'refused';
        log('ERROR', { event: 'audit-entry-refused', rowId: entry.row.id, errorCode: outcome.errorCode });
      } else reason = outcome.thrown === undefined ? outcome.errorCode : { thrown: outcome.thrown };
    });
    if (!fates.includes('delayed') || pause === undefined) break;
    await sleep(pause * (0.5 + Math.random() / 2));
  }
  tellDelay(batch, fates, reason, log);
  return fates;
}

/** One line for a batch that stays in the outbox in part: how many rows, and the last thing that the bus said. */
function tellDelay(batch: readonly Entry[], fates: readonly Fate[], reason: Reason, log: Log): void {
  const rows = new Set(batch.filter((_, index) => fates[index] === 'delayed').map(({ row }) => row)).size;
  if (rows === 0) return;
  const facts = typeof reason === 'string' ? { errorName: reason, frames: [] } : errorFacts(reason.thrown);
  log('WARN', { event: 'audit-delivery-delayed', rows, ...facts });
}

/** What became of an entry; `thrown` is there when the whole call failed. */
type PutOutcome = EntryOutcome & { readonly thrown?: unknown };

/** One call. When the call itself is not valid, each entry gets a call of its own, to find the one that is at fault. */
async function putOnce(entries: readonly Entry[], bus: EventBus): Promise<readonly PutOutcome[]> {
  try {
    return await bus.put(entries.map(({ event }) => event));
  } catch (thrown) {
    const isInvalid = thrown instanceof Error && thrown.name === 'ValidationException';
    if (isInvalid && entries.length > 1) {
      const each = await Promise.all(entries.map((entry) => putOnce([entry], bus)));
      return each.flat();
    }
    const errorCode = isInvalid ? thrown.name : 'CallFailed';
    return entries.map(() => ({ accepted: false, errorCode, thrown }));
  }
}
