import { median, percentile, spreadOf } from '../../test/support/statistics.ts';
import type { BenchPart } from '../bench.ts';
import { peerTitles } from '../cold-start/peer-titles.ts';
import { engineSentence } from '../engine-for-many-rows.ts';
import { figure, spread, table } from '../markdown.ts';
import { assemblySentence } from '../production-assembly.ts';
import { ANSWERS_PER_TURN, compareWithBare, measureHandler, measureProcessorTime } from './measure-handler.ts';
import { CALLERS, measureHttp } from './measure-http.ts';

/** Time of a validation without the store's own time, in milliseconds. */
export const BOUNDS = { p50Ms: 0.5, p99Ms: 2 } as const;
/** Ratios of a validation to the bare handler: elapsed time over HTTP, and processor time with a store in another process. */
export const BOUNDS_TO_BARE = { overHttp: 1.05, processor: 0.95 } as const;

/** Numbers of validations: on each store without a network, on the engine, for processor time, and over HTTP. */
export interface WarmSizes {
  readonly inMemory: number;
  readonly onEngine: number;
  readonly processor: number;
  readonly overHttp: number;
  /** Slices of time with several callers over HTTP; undefined for no such measurement. */
  readonly slices?: { readonly count: number; readonly seconds: number };
}
const FULL: WarmSizes = {
  inMemory: 20_000,
  onEngine: 1000,
  processor: 4500,
  overHttp: 500,
  slices: { count: 7, seconds: 2 },
};

export async function measureWarm(sizes: WarmSizes, progress: (text: string) => void) {
  progress(
    `${figure(sizes.inMemory)} validations on a store in memory, and as many on our DynamoDB store without a network`,
  );
  const handler = await measureHandler(sizes.inMemory);
  progress(`${figure(sizes.onEngine)} validations in turn with the bare handler on the engine`);
  const onEngine = await compareWithBare(sizes.onEngine);
  progress(`${figure(sizes.processor)} validations in turn with the bare handler, for their processor time`);
  const processor = await measureProcessorTime(sizes.processor);
  progress(`${figure(sizes.overHttp)} validations in turn with the bare handler over HTTP`);
  const overHttp = await measureHttp(onEngine.fastest, {
    requests: sizes.overHttp,
    slices: sizes.slices?.count ?? 0,
    secondsPerSlice: sizes.slices?.seconds ?? 0,
  });
  const slices = sizes.slices;
  if (slices !== undefined) progress('the same over HTTP for the bare handler with rows like ours');
  const bothPublished =
    slices === undefined
      ? undefined
      : await measureHttp('bare-published', {
          requests: sizes.overHttp,
          slices: slices.count,
          secondsPerSlice: slices.seconds,
        });
  const p50Ms = median(handler.beyondSdkMs);
  const p99Ms = percentile(handler.beyondSdkMs, 0.99);
  const miss = (whose: string, milliseconds: number, bound: number) =>
    milliseconds < bound
      ? []
      : [`${whose} takes ${figure(milliseconds, 2)} ms or more beyond the store's own time; the bound is ${bound}.`];
  const ratioToBare = median(overHttp.ours) / median(overHttp.bare);
  const processorRatioToBare = undisturbed(processor.ours) / undisturbed(processor.bare);
  const missToBare = (where: string, ratio: number, bound: number) =>
    ratio <= bound
      ? []
      : [`a validation takes ${figure(ratio, 2)} times as long as (b) ${where}; the bound is ${figure(bound, 2)}.`];
  return {
    handler,
    onEngine,
    processor,
    overHttp,
    bothPublished,
    p50Ms,
    p99Ms,
    perSecond: spreadOf(handler.perSecond),
    ratioToBare,
    processorRatioToBare,
    misses: [
      ...miss('every second validation', p50Ms, BOUNDS.p50Ms),
      ...miss('one validation in a hundred', p99Ms, BOUNDS.p99Ms),
      ...missToBare('over HTTP', ratioToBare, BOUNDS_TO_BARE.overHttp),
      ...missToBare('in processor time', processorRatioToBare, BOUNDS_TO_BARE.processor),
    ],
  };
}

/** The tenth percentile of processor times: other work on the machine only adds to them. */
const undisturbed = (times: readonly number[]) => percentile(times, 0.1);

export const warmPart: BenchPart = {
  name: 'warm',
  title: 'Warm',
  run: async ({ progress }) => warmSection(FULL, await measureWarm(FULL, progress)),
};

/** The section of this part, and the bounds that it misses. */
export function warmSection(sizes: WarmSizes, warm: Awaited<ReturnType<typeof measureWarm>>) {
  const {
    handler,
    onEngine,
    processor,
    overHttp,
    bothPublished,
    p50Ms,
    p99Ms,
    perSecond,
    ratioToBare,
    processorRatioToBare,
  } = warm;
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
    misses: warm.misses,
    summary: `Our own code takes ${figure(p50Ms, 3)} ms of a validation (median). With the SDK it takes ${figure(median(handler.beyondNetworkMs), 2)} ms. A bare handler makes the same two calls: end to end, a validation takes ${figure(ratioToBare, 2)} times as long as that handler. In processor time it takes ${figure(processorRatioToBare, 2)} times as much.${rateSummary(warm)}`,
    markdown: `
A validation with its checks, its audit row and its log line takes, beyond the store's own time, **${figure(p50Ms, 3)} ms** (p50) and **${figure(p99Ms, 2)} ms**
(p99). The bounds are ${BOUNDS.p50Ms} and ${BOUNDS.p99Ms}. They apply to the second line below. It has all of our code, including our DynamoDB adapter with its keys, items,
commands and deadlines, and the marshalling of the items, but not the SDK’s client. ${figure(sizes.inMemory)} validations each ran in one process.
The first line uses a store in memory. The others use our own store and client. Their requests are answered at the point where the SDK would
pass them to Node's HTTP.

${table(
  ['counted', 'p50 ms', 'p99 ms'],
  [
    beyond('the operation: everything above the storage port', handler.beyondPortMs),
    beyond('with our adapter: everything but the SDK', handler.beyondSdkMs),
    beyond('with the SDK: everything but the network', handler.beyondNetworkMs),
  ],
)}

One after the other, including the store in memory, that is ${spread(perSecond)} validations a second in one process.

This compares it with the bare handler (b), which makes the same two calls on the same engine, alternating. It takes the form of (b) that
is fastest in one process: ${peerTitles[onEngine.fastest]}. Milliseconds:

${table(
  ['', 'ours', 'bare', 'ours p99', 'bare p99', 'ratio of the medians'],
  [
    pair(`both in one process, ${figure(sizes.onEngine)} each`, onEngine),
    pair(
      `processor time, with a store in another process that answers at once, ${figure(sizes.processor)} each`,
      processor,
    ),
    pair(`over HTTP through the local cloud, ${figure(sizes.overHttp)} each`, overHttp),
    ...(bothPublished === undefined ? [] : [pair('the same, the bare handler with a row like ours', bothPublished)]),
  ],
)}

The bounds of the ratios are ${figure(BOUNDS_TO_BARE.overHttp, 2)} over HTTP and ${figure(BOUNDS_TO_BARE.processor, 2)} in processor time. For processor time the ratio is that of the tenth percentiles, ${figure(processorRatioToBare, 2)}: other work on the machine only adds to it. Each value is the mean of ${ANSWERS_PER_TURN} answers in a row, so the p99 is that of such means. Our function does more: it stops waiting for a store that hangs, writes a log line, and stores a
row with the whole trail of the request. The bare handler stores four fields. Our function makes up for
that with [a client that does less for each call](decisions/0013-a-leaner-client.md), which the bare handler could have too.
Each request starts only when the work of the last one is done: our row is published after our answer, and would otherwise take
time from the next request of either handler. ${assemblySentence}
Over HTTP: ${engineSentence(overHttp.engine)}
${rateSentence(sizes, warm)}`,
  };
}

type Warm = Awaited<ReturnType<typeof measureWarm>>;

function rateSummary({ overHttp: { perSecond }, bothPublished }: Warm): string {
  if (bothPublished === undefined) return '';
  const rates = [perSecond.ours, perSecond.bare, bothPublished.perSecond.bare].map((rate) => figure(median(rate)));
  return ` With ${CALLERS} callers at once, it gives ${rates[0]} validations a second. The bare handler gives ${rates[1]}, and ${rates[2]} if its rows are published like ours.`;
}

function rateSentence({ slices }: WarmSizes, { overHttp: { perSecond }, bothPublished }: Warm): string {
  if (slices === undefined || bothPublished === undefined) return '';
  const rate = (values: readonly number[]) => spread(spreadOf(values));
  return `
With ${CALLERS} concurrent callers, with gateway, engine and callers on the same machine, alternating, ${slices.count} slices of ${slices.seconds} s each, validations a second:

${table(
  ['', 'ours', 'bare', 'ratio of the medians'],
  [
    [
      'our rows are published within the slice, the bare handler’s are not',
      rate(perSecond.ours),
      rate(perSecond.bare),
      figure(median(perSecond.ours) / median(perSecond.bare), 2),
    ],
    [
      'the rows of both are published: four audit records each',
      rate(bothPublished.perSecond.ours),
      rate(bothPublished.perSecond.bare),
      figure(median(bothPublished.perSecond.ours) / median(bothPublished.perSecond.bare), 2),
    ],
  ],
)}
`;
}
