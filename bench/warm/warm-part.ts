import { median, percentile, spreadOf } from '../../test/support/statistics.ts';
import type { BenchPart } from '../bench.ts';
import { peerTitles } from '../cold-start/peer-titles.ts';
import { figure, spread, table } from '../markdown.ts';
import { assemblySentence } from '../production-assembly.ts';
import { measureBesideBare, measureHandler } from './measure-handler.ts';
import { CALLERS, measureHttp } from './measure-http.ts';

/** Milliseconds of a validation beyond the store's own time. */
export const BOUNDS = { p50Ms: 0.5, p99Ms: 2 } as const;
const GOAL_TO_BARE = 1.1;

/** Sizes of a measurement: validations on each store without a wire, in turn on the engine, and in turn over HTTP. */
export interface WarmSizes {
  readonly inMemory: number;
  readonly onEngine: number;
  readonly overHttp: number;
  /** Of time with several callers over HTTP; without it that is left out. */
  readonly slices?: { readonly count: number; readonly seconds: number };
}
const FULL: WarmSizes = { inMemory: 20_000, onEngine: 1000, overHttp: 500, slices: { count: 7, seconds: 2 } };

export async function measureWarm(sizes: WarmSizes, progress: (text: string) => void) {
  progress(`${figure(sizes.inMemory)} validations on a store in memory, and as many on ours without a wire`);
  const handler = await measureHandler(sizes.inMemory);
  progress(`${figure(sizes.onEngine)} validations in turn with the bare handler on the engine`);
  const onEngine = await measureBesideBare(sizes.onEngine);
  progress(`${figure(sizes.overHttp)} validations in turn with the bare handler over HTTP`);
  const overHttp = await measureHttp(onEngine.fastest, {
    requests: sizes.overHttp,
    slices: sizes.slices?.count ?? 0,
    secondsOfSlice: sizes.slices?.seconds ?? 0,
  });
  const p50Ms = median(handler.beyondSdkMs);
  const p99Ms = percentile(handler.beyondSdkMs, 0.99);
  const miss = (whose: string, milliseconds: number, bound: number) =>
    milliseconds < bound
      ? []
      : [`${whose} takes ${figure(milliseconds, 2)} ms or more beyond the store's own time; the bound is ${bound}.`];
  return {
    handler,
    onEngine,
    overHttp,
    p50Ms,
    p99Ms,
    perSecond: spreadOf(handler.perSecond),
    ratioToBare: median(overHttp.ours) / median(overHttp.bare),
    misses: [
      ...miss('every second validation', p50Ms, BOUNDS.p50Ms),
      ...miss('one validation in a hundred', p99Ms, BOUNDS.p99Ms),
    ],
  };
}

export const warmPart: BenchPart = {
  name: 'warm',
  title: 'Warm',
  run: async ({ progress }) => warmResult(FULL, await measureWarm(FULL, progress)),
};

/** The part's page and what it misses. */
export function warmResult(sizes: WarmSizes, warm: Awaited<ReturnType<typeof measureWarm>>) {
  const { handler, onEngine, overHttp, p50Ms, p99Ms, perSecond, ratioToBare, misses } = warm;
  const beyond = (title: string, times: readonly number[]) => [
    title,
    spread(spreadOf(times), 3),
    figure(percentile(times, 0.99), 2),
  ];
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
  return {
    misses,
    summary: `Our own code takes ${figure(p50Ms, 3)} ms of a validation (median). End to end, a validation takes ${figure(ratioToBare, 2)} times as long as with a bare handler that makes the same two calls.`,
    markdown: `
A validation with its checks, its audit row and its log line takes, beyond the store's own time, **${figure(p50Ms, 3)} ms** (p50) and **${figure(p99Ms, 2)} ms**
(p99). The bounds are ${BOUNDS.p50Ms} and ${BOUNDS.p99Ms}. They apply to the second line below. It has all of our code, including our DynamoDB adapter with its keys, items,
commands and deadlines, but not the SDK, which marshals the items. ${figure(sizes.inMemory)} validations each ran in one process.
The first line uses a store in memory. The others use our own store and client. Their requests are answered at the point where the SDK would
pass them to Node's HTTP.

${table(
  ['counted', 'p50 ms', 'p99 ms'],
  [
    beyond('the operation: everything above the storage port', handler.beyondPortMs),
    beyond('with our adapter: everything but the SDK', handler.beyondSdkMs),
    beyond('with the SDK: everything but the network', handler.beyondWireMs),
  ],
)}

One after the other, including the store in memory, that is ${spread(perSecond)} validations a second in one process.

This compares it with the bare handler (b), which makes the same two calls on the same engine, alternating. (b) has its fastest form
in one process: ${peerTitles[onEngine.fastest]}. Milliseconds:

${table(
  ['', 'ours', 'bare', 'ours p99', 'bare p99', 'ratio of the medians'],
  [
    pair(`both in one process, ${figure(sizes.onEngine)} each`, onEngine),
    pair(`over HTTP through the local cloud, ${figure(sizes.overHttp)} each`, overHttp),
  ],
)}

End to end, the goal is a ratio of at most ${GOAL_TO_BARE.toFixed(2)}: it is ${figure(ratioToBare, 2)}. Our function does more. It stores a row with the
whole trail of the request, and the bare handler stores four fields. It stops waiting for a store that hangs, and it writes a log
line. Each request starts only when the work of the last one is done: our row is published after our answer, and would otherwise take
time from the next request of either handler. ${assemblySentence}
${rateSentence(sizes, overHttp.perSecond)}`,
  };
}

function rateSentence(
  { slices }: WarmSizes,
  { ours, bare }: { ours: readonly number[]; bare: readonly number[] },
): string {
  if (slices === undefined) return '';
  return `
With ${CALLERS} concurrent callers, with gateway, engine and callers on the same machine, alternating, ${slices.count} slices of ${slices.seconds} s each:
${spread(spreadOf(ours))} validations a second, the bare handler ${spread(spreadOf(bare))}. Here our rows are published within the slice. The bare
handler's rows are not published.
`;
}
