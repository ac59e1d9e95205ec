import { isInstant } from '../../audit/check-row.ts';
import type { OutboxRow } from '../../audit/outbox-row.ts';
import { type Publishing, publishRows, type RowOutcome } from '../../audit/publish-rows.ts';
import type { Outbox } from '../../storage/outbox.ts';
import { errorFacts } from '../../telemetry/log.ts';

/** The dependencies of the sweeper. */
export interface SweeperDependencies extends Publishing {
  readonly outbox: Outbox;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Younger rows are left to the stream. */
const GRACE_MS = 5 * 60 * 1000;
/** The sweep ends this long before the function's time is up, to report its result. */
const REPORT_TIME_MS = 60 * 1000;
/** Rows between two checks of the time. */
const SLICE = 100;

/**
 * Delivers every row that the stream has missed: scans the whole outbox, publishes rows older than five minutes and
 * reports the state of the outbox. Overlapping sweeps are harmless: what is delivered twice has the same record ids.
 */
export async function sweepAuditOutbox(dependencies: SweeperDependencies): Promise<void> {
  const { outbox, clock, log, metrics } = dependencies;
  const timeLeft = () => dependencies.timeLeft() - REPORT_TIME_MS;
  const counts: Record<RowOutcome, number> = { delivered: 0, delayed: 0, poison: 0 };
  let rows = 0;
  let oldestAgeMs = 0;
  let isComplete = true;
  for await (const page of outbox.walk()) {
    rows += page.length;
    const now = clock();
    // A row without a readable time, or with one far in the future, does not count as young: it would wait until then.
    // Whatever the time of a row is, the sweep must reach the others.
    const ageMsOf = ({ at }: OutboxRow) => (isInstant(at) && now - at > -GRACE_MS ? now - at : GRACE_MS);
    oldestAgeMs = page.reduce((oldest, row) => Math.max(oldest, ageMsOf(row)), oldestAgeMs);
    const due = page.filter((row) => ageMsOf(row) >= GRACE_MS);
    for (let from = 0; from < due.length && timeLeft() > 0; from += SLICE) {
      const outcomes = await deliver(due.slice(from, from + SLICE), { ...dependencies, timeLeft });
      for (const outcome of outcomes) counts[outcome] += 1;
    }
    if (timeLeft() <= 0) {
      isComplete = false;
      break;
    }
  }
  const oldestAgeSeconds = Math.round(oldestAgeMs / 1000);
  log('INFO', { event: 'outbox-swept', rows, ...counts, oldestAgeSeconds, isComplete });
  metrics({ OutboxRows: rows, OutboxOldestAgeSeconds: oldestAgeSeconds, OutboxPoisonRows: counts.poison });
}

async function deliver(rows: readonly OutboxRow[], dependencies: SweeperDependencies): Promise<readonly RowOutcome[]> {
  const outcomes = await publishRows(rows, dependencies);
  const delivered = rows.filter((row) => outcomes.get(row) === 'delivered');
  try {
    await dependencies.outbox.remove(delivered.map((row) => row.id));
  } catch (error) {
    // On the bus already; the next sweep publishes them again and deletes them.
    dependencies.log('WARN', { event: 'audit-delivery-delayed', rows: delivered.length, ...errorFacts(error) });
  }
  return [...outcomes.values()];
}
