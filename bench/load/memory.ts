import type { HeldMemory } from '../../test/support/function-memory.ts';
import { GROWTH_BOUND_MIB } from '../../test/support/function-memory.ts';
import { median } from '../../test/support/statistics.ts';
import { figure } from '../markdown.ts';

/** How much more memory each process of the functions holds after further load; undefined if that could not be read. */
export type MemoryGrowth = readonly HeldMemory[] | undefined;

const mostOf = (grown: readonly HeldMemory[]) => grown.toSorted((one, other) => other.mebibytes - one.mebibytes)[0];

export function missesOfMemory(grown: MemoryGrowth): readonly string[] {
  return (grown ?? [])
    .filter(({ mebibytes }) => !(mebibytes <= GROWTH_BOUND_MIB))
    .map(({ name, mebibytes }) => `A process of ${name} held ${figure(mebibytes, 1)} MiB more after further load.`);
}

/** @param moreSeconds how long the load lasted between the two readings. */
export function memorySentence(grown: MemoryGrowth, { moreSeconds }: { readonly moreSeconds: number }): string {
  const most = mostOf(grown ?? []);
  if (grown === undefined || most === undefined) {
    return '**Memory** after a garbage collection could not be read here: that takes port 9229 for the inspector.';
  }
  const usual = figure(median(grown.map(({ mebibytes }) => mebibytes)), 2);
  return `**Memory**, after a garbage collection, on the heap and in buffers: after the measured load the same load ran for ${moreSeconds} s more. In the ${figure(grown.length)} function processes that ran before and after, it grew by ${usual} MiB in the median, ${figure(most.mebibytes, 2)} MiB at most, in a process of ${most.name} (bound: ${GROWTH_BOUND_MIB} MiB).`;
}
