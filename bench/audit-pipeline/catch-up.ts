import { setTimeout as sleep } from 'node:timers/promises';
import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { engineForManyRows } from '../engine-for-many-rows.ts';
import { monotonicMs } from '../traffic/monotonic.ts';
import { BusWatch } from './bus-watch.ts';
import { type Publisher, PublishingWatch } from './publishing-watch.ts';
import { recordIdsOf, validationRows, writeRows } from './waiting-rows.ts';

/** How long the bus is away: while the rows are written, or so long that the stream's retries give all of them up. */
export type Outage = 'short' | 'long';

export interface CatchUp {
  readonly rows: number;
  readonly records: number;
  /** How long the bus was really away. */
  readonly awaySeconds: number;
  /** From the bus being back to the last record on it, and to the outbox being empty. */
  readonly busSeconds: number;
  readonly emptySeconds: number;
  /** Of the middle four fifths of the records. */
  readonly recordsPerSecond: number;
  /** Of all rows, those that the stream's retries gave up. */
  readonly givenUp: number;
  /** Records that each has put on the bus. */
  readonly byStream: number;
  readonly bySweeper: number;
  /** Records on the bus of which neither has logged anything. */
  readonly notLogged: number;
  /** Schedules of the sweeper that had to be waited for, beyond the sweep that was under way. */
  readonly sweepsWaitedFor: number;
  /** Rows of each batch, and entries of each call of PutEvents, from when the bus was back. */
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
/** How long log lines may be later than what they tell of. */
const LOGS_MS = 10_000;

/**
 * Takes the bus away, lets rows come to wait, brings the bus back, and looks how they catch up.
 *
 * A long outage is an hour on the local cloud's clock. The sweeper runs as its schedule has it: once as the clock jumps, when
 * the bus is still away, and from then on every five minutes, which are not waited for: the clock jumps over them.
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
    // The one thing that an operator is told of here: the stream gives records up.
    onProblem: (text) => {
      givenUp += Number(/(\d+) stream record\(s\) given up/.exec(text)?.[1] ?? 0);
    },
  });
  const { cloud } = driver;
  try {
    const rows = await validationRows(rowCount);
    const expected = recordIdsOf(rows);
    // Processes are there, as in a service that has been running.
    await cloud.invoke('publish-audit', { Records: [] });
    await cloud.invoke('sweep-audit-outbox', {});

    const awayMs = monotonicMs();
    cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 100_000_000 });
    const outbox = cloud.template.outputs.AuditOutboxTableName ?? '';
    await writeRows(driver.client, outbox, rows);
    progress(`${rowCount} rows written in ${((monotonicMs() - awayMs) / 1000).toFixed(1)} s while the bus is away`);
    if (outage === 'long') {
      await cloud.clock.advance(HOUR_MS);
      const deadline = monotonicMs() + GIVING_UP_MS;
      while (givenUp < rowCount && monotonicMs() < deadline) await sleep(100);
      progress(`the stream has given up ${givenUp} of them`);
    }
    const arrivedBefore = watch.arrivals.size;
    if (arrivedBefore > 0) throw new Error(`${arrivedBefore} records came to a bus that was away`);
    publishing.forgetCalls();
    const backMs = monotonicMs();
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
    // What a function logs comes by another way than its records, and may be later.
    for (const deadline = monotonicMs() + LOGS_MS; notLogged() > 0 && monotonicMs() < deadline; ) await sleep(20);
    const batches = [...publishing.batchesOf('publish-audit'), ...publishing.batchesOf('sweep-audit-outbox')];
    return {
      rows: rowCount,
      records: expected.size,
      awaySeconds: (backMs - awayMs) / 1000,
      busSeconds: (Math.max(backMs, ...arrivals.slice(-1)) - backMs) / 1000,
      emptySeconds: (emptyMs - backMs) / 1000,
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

/** Records a second from when a tenth of them had come to when nine tenths had: without the beginning and the end. */
function middleRate(arrivedMs: readonly number[]): number {
  const from = Math.floor(arrivedMs.length * 0.1);
  const to = Math.floor(arrivedMs.length * 0.9);
  const milliseconds = (arrivedMs[to] ?? 0) - (arrivedMs[from] ?? 0);
  return milliseconds > 0 ? ((to - from) / milliseconds) * 1000 : 0;
}
