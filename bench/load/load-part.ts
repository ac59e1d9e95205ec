import { type LocalCloudDriver, startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import { growthOf, heldByFunctions } from '../../test/support/function-memory.ts';
import { percentile } from '../../test/support/statistics.ts';
import type { BenchPart, BenchResult, BenchRun } from '../bench.ts';
import { engineForManyRows, engineSentence } from '../engine-for-many-rows.ts';
import { figure, percentileWithRank, table } from '../markdown.ts';
import { assemblySentence, productionAssembly } from '../production-assembly.ts';
import { mixSentence } from '../traffic/mix.ts';
import type { Reply } from '../traffic/order.ts';
import { startTraffic, type Traffic } from '../traffic/traffic.ts';
import { type Capacity, findCapacity } from './capacity.ts';
import { type MemoryGrowth, memorySentence, missesOfMemory } from './memory.ts';
import { countRecords, type RecordCount } from './records.ts';

export interface LoadSizes {
  readonly warmUpSeconds: number;
  readonly callers: readonly number[];
  readonly trialSeconds: number;
  readonly seconds: number;
  /** Of the same load once more, for the memory. */
  readonly moreSeconds: number;
}

const SIZES: LoadSizes = {
  warmUpSeconds: 20,
  callers: [2, 4, 8, 16, 32, 64],
  trialSeconds: 10,
  seconds: 120,
  moreSeconds: 60,
};
/** Of the capacity. */
const LOAD_SHARE = 0.7;
/** A rate was sustained if the last answer came within this time after the last request was due. */
const SUSTAINED_MS = 2_000;

export const loadPart: BenchPart = {
  name: 'load',
  title: 'Load',
  run: (run) => measureLoad(run, SIZES),
};

interface LoadRun {
  readonly grown: MemoryGrowth;
  readonly engine: Parameters<typeof engineSentence>[0];
  readonly capacity: Capacity;
  readonly perSecond: number;
  readonly replies: readonly Reply[];
  /** Of the load for the memory. */
  readonly moreReplies: readonly Reply[];
  readonly rowsLeft: number;
  readonly records: RecordCount;
}

/** Requests at 70 % of the capacity of the local cloud on this machine, whether earlier ones are answered or not. */
export async function measureLoad({ progress }: BenchRun, sizes: LoadSizes): Promise<BenchResult> {
  const loaded = await runLoad(sizes, progress);
  const parts = [
    introduction(loaded, sizes),
    latencyTable(loaded),
    outcome(loaded),
    memorySentence(loaded.grown, sizes),
  ];
  return {
    summary: loadSummary(loaded, sizes),
    markdown: parts.join('\n\n'),
    misses: [...missesOf(loaded), ...missesOfMemory(loaded.grown)],
  };
}

async function runLoad(sizes: LoadSizes, progress: (text: string) => void): Promise<LoadRun> {
  const { folder, remove } = await productionAssembly();
  let driver: LocalCloudDriver | undefined;
  let traffic: Traffic | undefined;
  try {
    driver = await startOnLocalCloud({ assemblyFolder: folder, engine: engineForManyRows(), document: null });
    const { cloud } = driver;
    traffic = await startTraffic(driver);
    const { send } = traffic;
    progress('Warming up');
    await send({ kind: 'closed', callers: 16 }, sizes.warmUpSeconds);
    await cloud.idle();
    progress('Looking for the capacity');
    const capacity = await findCapacity(cloud, send, { callers: sizes.callers, seconds: sizes.trialSeconds }, progress);
    const perSecond = Math.max(1, Math.floor(capacity.confirmed.perSecond * LOAD_SHARE));
    const eventsBefore = cloud.services.bus.eventCount;
    progress(`${perSecond} requests a second for ${sizes.seconds} s`);
    const replies = await send({ kind: 'open', perSecond }, sizes.seconds);
    await cloud.idle();
    const rowsLeft = await cloud.outboxRows();
    const records = countRecords(replies, cloud.events(eventsBefore));
    // Not earlier: changes are rare, and until their functions have answered some dozens, what is compiled still grows.
    const before = await heldByFunctions();
    progress(`${perSecond} requests a second for ${sizes.moreSeconds} s more, to compare the memory`);
    const moreReplies = await send({ kind: 'open', perSecond }, sizes.moreSeconds);
    await cloud.idle();
    const after = await heldByFunctions();
    const grown = before && after && growthOf(before, after);
    const engine = cloud.services.engine.kind;
    return { engine, capacity, perSecond, replies, moreReplies, rowsLeft, records, grown };
  } finally {
    await traffic?.stop();
    await driver?.stop();
    remove();
  }
}

function loadSummary({ replies, perSecond }: LoadRun, { seconds }: LoadSizes): string {
  const times = replies.map(({ dueMs, answeredMs }) => answeredMs - dueMs);
  const at = (share: number) => (times.length === 0 ? 'unknown' : `${figure(percentile(times, share), 1)} ms`);
  const errors = replies.filter(({ problem }) => problem !== undefined).length;
  return `With callers and service on one machine, ${figure(perSecond)} requests a second for ${figure(seconds)} s give ${figure(errors)} errors. The median answer takes ${at(0.5)}, the p99 ${at(0.99)}.`;
}

function introduction({ engine, capacity, perSecond }: LoadRun, { trialSeconds, seconds }: LoadSizes): string {
  const { trials, confirmed } = capacity;
  const tried = trials.map(({ callers, perSecond: reached }) => `${callers}: ${figure(reached, 1)}`).join(', ');
  return [
    `Over HTTP on the local cloud. Callers, gateway, functions and engine share this one machine. ${assemblySentence} ${engineSentence(engine)} ${mixSentence} No caller is throttled.`,
    `The capacity is the most operations a second that callers complete if each waits for its answer, ${trialSeconds} s for each number of callers, counted until the last record is on the bus. By number of callers: ${tried}. The best number ran again for ${2 * trialSeconds} s, ${confirmed.callers} callers: **${figure(confirmed.perSecond, 1)}**, which counts as the capacity. The load is ${LOAD_SHARE * 100} % of it, ${figure(perSecond)} requests a second for ${figure(seconds)} s at fixed moments, sent by a separate process, whether earlier ones are answered or not. A request's time starts when it was due, so waiting counts. The p99.9 is the value of the nearest rank, which is shown beside it.`,
  ].join('\n\n');
}

function latencyTable({ replies }: LoadRun): string {
  const groups = [
    ['all', replies],
    ['validations', replies.filter(({ operation }) => operation === 'validate-license-key')],
    ['others', replies.filter(({ operation }) => operation !== 'validate-license-key')],
  ] as const;
  const rows = groups.map(([title, some]) => {
    const times = some.map(({ dueMs, answeredMs }) => answeredMs - dueMs);
    const at = (share: number) => (times.length === 0 ? 'none' : figure(percentile(times, share), 1));
    const p999 = times.length === 0 ? 'none' : percentileWithRank(times, 0.999, 1);
    return [title, figure(times.length), at(0.5), at(0.9), at(0.99), p999, at(1)];
  });
  return table(['ms', 'requests', 'p50', 'p90', 'p99', 'p99.9', 'max'], rows);
}

function outcome({ replies, rowsLeft, records, perSecond }: LoadRun): string {
  const errors = replies.filter(({ problem }) => problem !== undefined).length;
  const late =
    Math.max(...replies.map(({ answeredMs }) => answeredMs)) - Math.max(...replies.map(({ dueMs }) => dueMs));
  const sustained =
    late < SUSTAINED_MS
      ? `The last answer came ${figure(late)} ms after the last request was due: the rate was sustained.`
      : `The last answer came ${figure(late / 1000, 1)} s after the last request was due: ${figure(perSecond)} a second were not sustained, and the capacity found was too high.`;
  return `**Errors ${figure(errors)}** (any answer that is not the expected success). ${sustained} Afterwards **${figure(rowsLeft)} rows in the outbox**. Of ${figure(records.expected)} records expected of the answered requests, **${figure(records.distinct)} on the bus**, ${figure(records.brokenTrails)} requests without their complete trail.`;
}

function missesOfReplies(when: string, replies: readonly Reply[]): readonly string[] {
  const problems = replies.flatMap(({ problem }) => problem ?? []);
  return [
    ...(replies.length === 0 ? [`No request was sent ${when}.`] : []),
    ...(problems.length === 0 ? [] : [`${problems.length} errors ${when}, the first: ${problems[0]}.`]),
  ];
}

function missesOf({ replies, moreReplies, rowsLeft, records }: LoadRun): readonly string[] {
  return [
    ...missesOfReplies('under load', replies),
    ...missesOfReplies('under the load for the memory', moreReplies),
    ...(rowsLeft === 0 ? [] : [`${rowsLeft} rows stayed in the outbox.`]),
    ...(records.brokenTrails === 0 && records.distinct === records.expected
      ? []
      : [`${records.distinct} of ${records.expected} records; ${records.brokenTrails} requests lack some.`]),
  ];
}
