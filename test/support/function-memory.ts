import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { liveMemory } from './live-memory.ts';

/** The memory of a function's process after a garbage collection, on the heap and in buffers. */
export interface HeldMemory {
  readonly name: string;
  readonly mebibytes: number;
}

/**
 * By process id, for the functions' processes that this process started; undefined if another program has the
 * inspector's port.
 */
export async function heldByFunctions(): Promise<ReadonlyMap<number, HeldMemory> | undefined> {
  const functions = residentMegabytes().flatMap(([processId]) => (processId === process.pid ? [] : [processId]));
  const held = await liveMemory(functions);
  return held && new Map([...held].map(([id, mebibytes]) => [id, { name: nameOf(id), mebibytes }] as const));
}

/** The growth of each process that was present both times. */
export function growthOf(
  before: ReadonlyMap<number, HeldMemory>,
  after: ReadonlyMap<number, HeldMemory>,
): readonly HeldMemory[] {
  return [...before].flatMap(([processId, { name, mebibytes }]) => {
    const later = after.get(processId);
    return later === undefined ? [] : [{ name, mebibytes: later.mebibytes - mebibytes }];
  });
}

/** How much a function's process may grow under load. This detects 200 requests that leave 11 KB each. */
export const GROWTH_BOUND_MIB = 2;

/** The resident memory of this process and the functions' processes that it started, from `ps`. */
export function residentMegabytes(): readonly (readonly [processId: number, megabytes: number])[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [pid, parent, kilobytes, ...command] = line.trim().split(/\s+/);
    const isFunction = Number(parent) === process.pid && command.join(' ').includes('worker-runtime');
    return isFunction || Number(pid) === process.pid ? [[Number(pid), Number(kilobytes) / 1024] as const] : [];
  });
}

/** The function of a process, by its environment. */
function nameOf(processId: number): string {
  try {
    const environment = readFileSync(`/proc/${processId}/environ`, 'utf8');
    return /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(environment)?.[1] ?? `process ${processId}`;
  } catch {
    return `process ${processId}`;
  }
}
