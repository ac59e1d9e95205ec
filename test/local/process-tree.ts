import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Ids of all descendants of a process, from /proc. */
export function descendantsOf(processId: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The name in brackets may contain anything; the parent's id is the second field after it.
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended in the meantime.
    }
  }
  const below = (parent: number): number[] =>
    [...parents].flatMap(([child, its]) => (its === parent ? [child, ...below(child)] : []));
  return below(processId);
}

/** Whether a process runs; a zombie does not. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    // It has just ended, unless there is no /proc here.
    return !existsSync('/proc/self/stat');
  }
}

/** Waits until none runs or the time is over. Resolves with those that still run. */
export async function waitForEnd(processIds: readonly number[], milliseconds = 5000): Promise<readonly number[]> {
  const deadline = Date.now() + milliseconds;
  while (processIds.some(isRunning) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 25));
  return processIds.filter(isRunning);
}

/** Ids of the descendants of a process with a matching command line. */
export function descendantsRunning(processId: number, pattern: RegExp): readonly number[] {
  return descendantsOf(processId).filter((id) => pattern.test(commandLineOf(id)));
}

function commandLineOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
