import { setTimeout as sleep } from 'node:timers/promises';
import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { engineForManyRows } from '../engine-for-many-rows.ts';
import { monotonicMs } from '../traffic/monotonic.ts';
import { BusWatch } from './bus-watch.ts';
import { type Publisher, PublishingWatch } from './publishing-watch.ts';
import { recordIdsOf, validationRows, writeRows } from './waiting-rows.ts';

/** How long the bus fails: while the rows are written, or until the stream's retries have given up all of them. */
export type Outage = 'short' | 'long';

export interface CatchUp {
  readonly rows: number;
  readonly records: number;
  /** How long the bus really failed. */
  readonly outageSeconds: number;
  /** From the end of the outage to the last record on the bus, and to the empty outbox. */
  readonly busSeconds: number;
  readonly emptySeconds: number;
  /** Of the middle four fifths of the records. */
  readonly recordsPerSecond: number;
  /** Of all rows, those that the stream's retries gave up. */
  readonly givenUp: number;
  /** Records that the stream's function and the sweeper have put on the bus. */
  readonly byStream: number;
  readonly bySweeper: number;
  /** Records on the bus that neither of the two has logged. */
  readonly notLogged: number;
  /** Scheduled sweeps that had to be waited for, after the one that was under way. */
  readonly sweepsWaitedFor: number;
  /** Rows of each batch, and entries of each call of PutEvents, since the end of the outage. */
  readonly rowsOfBatches: readonly number[];
  readonly entriesOfCalls: readonly number[];
  readonly lost: number;
  readonly unexpected: number;
  readonly repeated: number;
  readonly rowsLeft: number;
}

const HOUR_MS = 3_600_000;
const SCHEDULE_MS = 300_000;
const MAX_SWEEPS = 6;
const GIVING_UP_MS = 300_000;
/** How much later a log line may arrive than the records that it counts. */
const LOGS_MS = 10_000;

/**
 * Makes the bus fail, lets rows pile up, ends the outage, and measures how the records catch up.
 *
 * A long outage is an hour on the local cloud's clock. The sweeper runs on its schedule: once as the clock jumps, when the bus
 * still fails, and from then on every five minutes. The clock jumps over these minutes, so nothing waits for them.
 */
export async function measureCatchUp(
  outage: Outage,
  rowCount: number,
  progress: (text: string) => void,
): Promise<CatchUp> {
  const watch = new BusWatch();
  const publishing = new PublishingWatch();
  let givenUp = 0;
  const driver = await startOnLocalCloud({
    document: null,
    engine: engineForManyRows(),
    onEvent: watch.onEvent,
    onLog: publishing.onLog,
    admit: publishing.admit,
    // Of the problems that are reported to an operator, only this one can occur here: the stream gives up records.
    onProblem: (text) => {
      givenUp += Number(/(\d+) stream record\(s\) discarded/.exec(text)?.[1] ?? 0);
    },
  });
  const { cloud } = driver;
  try {
    const rows = await validationRows(rowCount);
    const expected = recordIdsOf(rows);
    // Both functions have a process then, as in a service that has been running.
    await cloud.invoke('publish-audit', { Records: [] });
    await cloud.invoke('sweep-audit-outbox', {});

    const outageStartMs = monotonicMs();
    cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 100_000_000 });
    const outbox = cloud.template.outputs.AuditOutboxTableName ?? '';
    await writeRows(driver.client, outbox, rows);
    progress(
      `${rowCount} rows written in ${((monotonicMs() - outageStartMs) / 1000).toFixed(1)} s while the bus fails`,
    );
    if (outage === 'long') {
      await cloud.clock.advance(HOUR_MS);
      const deadline = monotonicMs() + GIVING_UP_MS;
      while (givenUp < rowCount && monotonicMs() < deadline) await sleep(100);
      progress(`the stream has given up ${givenUp} of them`);
    }
    const arrivedBefore = watch.arrivals.size;
    if (arrivedBefore > 0) throw new Error(`${arrivedBefore} records arrived on a bus that failed every call`);
    publishing.forgetCalls();
    const outageEndMs = monotonicMs();
    cloud.faults.clear();

    let sweepsWaitedFor = 0;
    let rowsLeft = 0;
    for (;;) {
      await cloud.idle();
      rowsLeft = await cloud.outboxRows();
      progress(`${watch.arrivals.size} of ${expected.size} records on the bus, ${rowsLeft} rows waiting`);
      if (rowsLeft === 0 || sweepsWaitedFor === MAX_SWEEPS) break;
      sweepsWaitedFor += 1;
      await cloud.clock.advance(SCHEDULE_MS);
    }
    const emptyMs = monotonicMs();
    const arrivals = [...watch.arrivals.values()];
    const recordsOfRow = expected.size / rows.length;
    const loggedBy = (publisher: Publisher) =>
      publishing.batchesOf(publisher).reduce((total, records) => total + records, 0);
    const notLogged = () =>
      watch.arrivals.size + watch.repeated - loggedBy('publish-audit') - loggedBy('sweep-audit-outbox');
    // A function's log takes a different path from its records, and may arrive later.
    for (const deadline = monotonicMs() + LOGS_MS; notLogged() > 0 && monotonicMs() < deadline; ) await sleep(20);
    const batches = [...publishing.batchesOf('publish-audit'), ...publishing.batchesOf('sweep-audit-outbox')];
    return {
      rows: rowCount,
      records: expected.size,
      outageSeconds: (outageEndMs - outageStartMs) / 1000,
      busSeconds: (Math.max(outageEndMs, ...arrivals.slice(-1)) - outageEndMs) / 1000,
      emptySeconds: (emptyMs - outageEndMs) / 1000,
      recordsPerSecond: middleRate(arrivals),
      givenUp,
      byStream: loggedBy('publish-audit'),
      bySweeper: loggedBy('sweep-audit-outbox'),
      notLogged: notLogged(),
      sweepsWaitedFor,
      rowsOfBatches: batches.map((records) => records / recordsOfRow),
      entriesOfCalls: publishing.entriesOfCalls,
      lost: [...expected].filter((recordId) => !watch.arrivals.has(recordId)).length,
      unexpected: [...watch.arrivals.keys()].filter((recordId) => !expected.has(recordId)).length,
      repeated: watch.repeated,
      rowsLeft,
    };
  } finally {
    await driver.stop();
  }
}

/** Records a second, without the beginning and the end: from the arrival of the first tenth to that of the ninth. */
function middleRate(arrivedMs: readonly number[]): number {
  const from = Math.floor(arrivedMs.length * 0.1);
  const to = Math.floor(arrivedMs.length * 0.9);
  const milliseconds = (arrivedMs[to] ?? 0) - (arrivedMs[from] ?? 0);
  return milliseconds > 0 ? ((to - from) / milliseconds) * 1000 : 0;
}
