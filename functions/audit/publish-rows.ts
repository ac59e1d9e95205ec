import { setTimeout as sleep } from 'node:timers/promises';
import { errorFacts, type Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
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
}

/** PutEvents takes so many entries a call, and so many bytes over all of them. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;
/** Source, detail-type and time of an entry count too; this is more than they take. */
const ENTRY_OVERHEAD_BYTES = 512;
/** Calls under way at once. */
const LANES = 4;
/** Pauses before the second and the third try of what failed for the moment. */
const PAUSES_MS = [100, 300];

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

/**
 * Publishes rows: expands them, packs their events into as few calls as the bus allows, and says of every row what became of
 * it. Never throws; a row that fails stops no other.
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
    } catch {
      // The row is not ours to judge further: it is counted, logged by its id and left where it is.
      publishing.log('ERROR', { event: 'audit-row-unreadable', rowId: String(row.id) });
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

/** Entries in the batches that one call takes, by number and by bytes. */
function pack(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry.event.detail)) + ENTRY_OVERHEAD_BYTES;
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_ENTRIES || bytes > room) {
      batches.push([entry]);
      room = MAX_BYTES - bytes;
    } else {
      last.push(entry);
      room -= bytes;
    }
  }
  return batches;
}

/** Puts one batch, trying again what failed for the moment; one fate an entry, in their order. */
async function putBatch(batch: readonly Entry[], { bus, log }: Publishing): Promise<readonly Fate[]> {
  const fates: Fate[] = batch.map(() => 'delayed');
  for (const pause of [...PAUSES_MS, undefined]) {
    const open = [...fates.keys()].filter((index) => fates[index] === 'delayed');
    const outcomes = await putOnce(
      open.flatMap((index) => batch[index] ?? []),
      bus,
      log,
    );
    outcomes.forEach((outcome, position) => {
      const index = open[position];
      const entry = index === undefined ? undefined : batch[index];
      if (index === undefined || entry === undefined) return;
      if (outcome.accepted) fates[index] = 'accepted';
      else if (PERMANENT_CODES.has(outcome.errorCode)) {
        fates[index] = 'refused';
        log('ERROR', { event: 'audit-entry-refused', rowId: entry.row.id, errorCode: outcome.errorCode });
      }
    });
    if (!fates.includes('delayed') || pause === undefined) break;
    await sleep(pause * (0.5 + Math.random() / 2));
  }
  return fates;
}

/** One call. When the call itself is not valid, each entry gets a call of its own, to find the one that is at fault. */
async function putOnce(entries: readonly Entry[], bus: EventBus, log: Log): Promise<readonly EntryOutcome[]> {
  try {
    return await bus.put(entries.map(({ event }) => event));
  } catch (error) {
    const facts = errorFacts(error);
    log('WARN', { event: 'audit-delivery-delayed', rows: new Set(entries.map(({ row }) => row)).size, ...facts });
    const isInvalid = facts.errorName === 'ValidationException';
    if (isInvalid && entries.length > 1) {
      const each = await Promise.all(entries.map((entry) => putOnce([entry], bus, log)));
      return each.flat();
    }
    return entries.map(() => ({ accepted: false, errorCode: isInvalid ? facts.errorName : 'CallFailed' }));
  }
}
