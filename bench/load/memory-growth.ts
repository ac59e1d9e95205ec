import { median } from '../../test/support/statistics.ts';
import { figure, table } from '../markdown.ts';
import type { MemorySample } from './memory.ts';

/** By how much more a function's process may hold after the load than before it. */
const LIVE_BOUND_MIB = 2;
/** By how much more the local cloud's process may hold, beside what it keeps on purpose. */
const GATEWAY_BOUND_MIB = 8;
/** Where that cannot be read: by which share the processes may grow. What V8 keeps for later counts there too. */
const RESIDENT_BOUND = 0.15;

export interface MemoryOfLoad {
  readonly samples: readonly MemorySample[];
  /** After a collection, in MiB by process, before and after the load; undefined where they could not be read. */
  readonly liveBefore: ReadonlyMap<number, number> | undefined;
  readonly liveAfter: ReadonlyMap<number, number> | undefined;
  readonly gateway: GatewayMemory;
}

/** What the process of the local cloud holds after a collection, in MiB, and what the load has left there on purpose. */
export interface GatewayMemory {
  readonly before: number;
  readonly after: number;
  /** On the bus, whose journal keeps everything. */
  readonly events: number;
  /** In the log groups that the bus's rules feed. */
  readonly lines: number;
  /** The benchmark's own notes of the answers. */
  readonly replies: number;
}

/** By how much more a function's process holds, in MiB. */
export interface LiveGrowth {
  readonly name: string;
  readonly mebibytes: number;
}

/** How the memory of the functions' processes went. */
export interface MemoryGrowth {
  /** By process that was there before and after the load, in MiB; undefined where it could not be read. */
  readonly live: readonly LiveGrowth[] | undefined;
  /** Of processes that were there in the last two thirds: medians of the middle and the last third, summed up, in MiB. */
  readonly middle: number;
  readonly last: number;
  readonly processes: number;
  /** Of the local cloud's process, without what it keeps on purpose; in MiB. */
  readonly gateway: number;
}

export function growthOf({ samples, liveBefore, liveAfter, gateway }: MemoryOfLoad): MemoryGrowth {
  const third = Math.floor(samples.length / 3);
  const inMiddle = residentOf(samples.slice(third, 2 * third));
  const inLast = residentOf(samples.slice(2 * third));
  const inBoth = [...inMiddle.keys()].filter((processId) => inLast.has(processId));
  const names = new Map(samples.flatMap(({ functions }) => functions.map(({ processId, name }) => [processId, name])));
  const total = (resident: ReadonlyMap<number, readonly number[]>) =>
    inBoth.reduce((sum, processId) => sum + median(resident.get(processId) ?? [0]), 0);
  return {
    live:
      liveBefore &&
      liveAfter &&
      [...liveBefore].flatMap(([processId, before]) => {
        const after = liveAfter.get(processId);
        const name = names.get(processId) ?? 'a function';
        return after === undefined ? [] : [{ name, mebibytes: after - before }];
      }),
    middle: total(inMiddle),
    last: total(inLast),
    processes: inBoth.length,
    gateway: gateway.after - gateway.before - gateway.events - gateway.lines - gateway.replies,
  };
}

export function missesOfMemory(growth: MemoryGrowth): readonly string[] {
  return [...missesOfFunctions(growth), ...missesOfGateway(growth)];
}

function missesOfFunctions({ live, middle, last }: MemoryGrowth): readonly string[] {
  if (live !== undefined && live.length > 0) {
    const { name, mebibytes } = mostOf(live);
    return mebibytes > LIVE_BOUND_MIB
      ? [`A process of ${name} held ${figure(mebibytes, 1)} MiB more after the load.`]
      : [];
  }
  return last > middle * (1 + RESIDENT_BOUND)
    ? [`The functions’ processes grew from ${figure(middle)} to ${figure(last)} MiB in the last third of the load.`]
    : [];
}

function mostOf(live: readonly LiveGrowth[]): LiveGrowth {
  return live.reduce((one, other) => (other.mebibytes > one.mebibytes ? other : one));
}

function missesOfGateway({ gateway }: MemoryGrowth): readonly string[] {
  return gateway > GATEWAY_BOUND_MIB
    ? [`The local cloud’s process held ${figure(gateway, 1)} MiB more after the load than it keeps on purpose.`]
    : [];
}

export function memoryMarkdown(memory: MemoryOfLoad, growth: MemoryGrowth): string {
  const { samples } = memory;
  const moments = [
    ['start', samples[0]],
    ['middle', samples[Math.floor(samples.length / 2)]],
    ['end', samples.at(-1)],
  ] as const;
  const sumOf = (sample: MemorySample) => sample.functions.reduce((sum, { mebibytes }) => sum + mebibytes, 0);
  const rows = moments.flatMap(([title, sample]) =>
    sample === undefined
      ? []
      : [
          [
            title,
            figure(sample.functions.length),
            figure(sumOf(sample)),
            figure(Math.max(0, ...sample.functions.map(({ mebibytes }) => mebibytes))),
            figure(sample.cloud),
            figure(sample.engine),
          ],
        ],
  );
  const heads = [
    '',
    'processes of functions',
    'MiB of all',
    'MiB of the largest',
    'MiB of the local cloud',
    'MiB of the engine',
  ];
  return [
    `**Memory**, resident. The local cloud keeps every event of its bus, and the engine everything that was written, so both grow with the load. Idle processes are ended and new ones started, so the sums are of more or fewer processes: ${residentSentence(growth)} ${liveSentence(growth)} ${gatewaySentence(memory.gateway, growth)}`,
    ...(rows.length === 0 ? [] : [table(heads, rows)]),
  ].join('\n\n');
}

function residentSentence({ processes, middle, last }: MemoryGrowth): string {
  if (processes === 0) return 'none could be followed on this machine.';
  return `those ${figure(processes)} that lived through the last two thirds had ${figure(middle)} MiB in the middle third and ${figure(last)} in the last, medians summed up.`;
}

function liveSentence({ live }: MemoryGrowth): string {
  if (live === undefined || live.length === 0) {
    return `What they hold after a garbage collection could not be read here (that takes Linux, and port 9229 for the inspector), so the bound is one for those sums: ${figure(RESIDENT_BOUND * 100)} % more in the last third.`;
  }
  const most = mostOf(live);
  return `What each process holds after a garbage collection, on its heap and in buffers, is the measure of a leak: in the ${figure(live.length)} that were there before and after the load it grew by ${figure(median(live.map(({ mebibytes }) => mebibytes)), 2)} MiB in the median, ${figure(most.mebibytes, 2)} MiB at most, in a process of ${most.name} (bound: ${LIVE_BOUND_MIB} MiB).`;
}

function gatewaySentence({ before, after, events, lines, replies }: GatewayMemory, { gateway }: MemoryGrowth): string {
  return `The local cloud’s own process held ${figure(before, 1)} MiB before and ${figure(after, 1)} after; ${figure(events, 1)} of the difference are the events on its bus, ${figure(lines, 1)} the lines of its audit log, ${figure(replies, 1)} this benchmark's notes, by the size of a copy of them. What is left is **${figure(gateway, 1)} MiB** (bound: ${GATEWAY_BOUND_MIB} MiB).`;
}

function residentOf(samples: readonly MemorySample[]): ReadonlyMap<number, readonly number[]> {
  const byProcess = new Map<number, number[]>();
  for (const { processId, mebibytes } of samples.flatMap(({ functions }) => functions)) {
    byProcess.set(processId, [...(byProcess.get(processId) ?? []), mebibytes]);
  }
  return byProcess;
}
