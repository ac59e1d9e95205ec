import { spawnSync } from 'node:child_process';

const LIMIT_MS = 10_000;
const known = new Map<string, boolean>();

/** Whether a command ends well on this machine. Tried once in a process: each start of an engine asks. */
export function runsHere(command: string, ...args: readonly string[]): boolean {
  const line = [command, ...args].join(' ');
  const runs = known.get(line) ?? spawnSync(command, args, { timeout: LIMIT_MS }).status === 0;
  known.set(line, runs);
  return runs;
}
