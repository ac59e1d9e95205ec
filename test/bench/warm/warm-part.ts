import type { BenchPart } from '../bench.ts';
import { figure, spread, table } from '../markdown.ts';
import { median, percentile, spreadOf } from '../statistics.ts';
import { measureBesideBare, measureHandler } from './measure-handler.ts';
import { measureHttp } from './measure-http.ts';

/** Milliseconds of a validation beyond the store's own time. */
export const BOUNDS = { p50Ms: 0.5, p99Ms: 2 } as const;
const GOAL_TO_BARE = 1.1;

/** Sizes of a measurement: validations on the store in memory, in turn on the engine and over HTTP, seconds of load. */
export interface WarmSizes {
  readonly inMemory: number;
  readonly onEngine: number;
  readonly overHttp: number;
  readonly seconds: number;
}
const FULL: WarmSizes = { inMemory: 20_000, onEngine: 1000, overHttp: 500, seconds: 5 };

export async function measureWarm(sizes: WarmSizes, progress: (text: string) => void) {
  progress(`${figure(sizes.inMemory)} validations on a store in memory`);
  const handler = await measureHandler(sizes.inMemory);
  progress(`${figure(sizes.onEngine)} validations in turn with the bare handler on the engine`);
  const onEngine = await measureBesideBare(sizes.onEngine);
  progress(`${figure(sizes.overHttp)} validations in turn with the bare handler over HTTP`);
  const overHttp = await measureHttp(sizes.overHttp, sizes.seconds);
  const p50Ms = median(handler.beyondStoreMs);
  const p99Ms = percentile(handler.beyondStoreMs, 0.99);
  const misses = [
    ...(p50Ms < BOUNDS.p50Ms
      ? []
      : [
          `half of the validations take ${figure(p50Ms, 2)} ms or more beyond the store; the bound is ${BOUNDS.p50Ms}.`,
        ]),
    ...(p99Ms < BOUNDS.p99Ms
      ? []
      : [
          `one validation in a hundred takes ${figure(p99Ms, 2)} ms or more beyond the store; the bound is ${BOUNDS.p99Ms}.`,
        ]),
  ];
  const ratioToBare = median(overHttp.ours) / median(overHttp.bare);
  return { handler, onEngine, overHttp, p50Ms, p99Ms, ratioToBare, misses };
}

export const warmPart: BenchPart = {
  name: 'warm',
  title: 'Warm',
  run: async ({ progress }) => {
    const { handler, onEngine, overHttp, p50Ms, p99Ms, ratioToBare, misses } = await measureWarm(FULL, progress);
    const pair = (
      title: string,
      { ours, bare }: { readonly ours: readonly number[]; readonly bare: readonly number[] },
    ) => [
      title,
      spread(spreadOf(ours), 2),
      spread(spreadOf(bare), 2),
      figure(percentile(ours, 0.99), 1),
      figure(percentile(bare, 0.99), 1),
      figure(median(ours) / median(bare), 2),
    ];
    const { callers, ours, bare } = overHttp.perSecond;
    return {
      misses,
      markdown: `
A validation, with its checks, its audit row, its log line. ${figure(FULL.inMemory)} of them on a store in memory take **${figure(p50Ms, 3)} ms** (p50) and
**${figure(p99Ms, 2)} ms** (p99) beyond the store's own time; the bounds are ${BOUNDS.p50Ms} and ${BOUNDS.p99Ms}. That is ${figure(handler.perSecond)} validations a second in one
process, one after the other, the store in memory included.

Beside the bare handler (b), which makes the same two calls, on the same engine and in turn with it; milliseconds:

${table(
  ['', 'ours', 'bare', 'ours p99', 'bare p99', 'ratio of the medians'],
  [
    pair(`both in one process, ${figure(FULL.onEngine)} each`, onEngine),
    pair(`over HTTP through the local cloud, ${figure(FULL.overHttp)} each`, overHttp),
  ],
)}

End to end the goal is a ratio of at most ${GOAL_TO_BARE.toFixed(2)}: it is ${figure(ratioToBare, 2)}. With ${callers} callers at once, gateway, engine and callers on the same
machine: ${figure(ours)} validations a second, the bare handler ${figure(bare)}. Our rows are published to the bus meanwhile, the bare handler's
are not.
`,
    };
  },
};
