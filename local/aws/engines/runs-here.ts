import { spawnSync } from 'node:child_process';

const LIMIT_MS = 10_000;
const running = new Set<string>();

/**
 * Whether a command ends well on this machine. Each start of an engine asks, so a process remembers a success. A failure
 * may pass: a busy machine can be too slow once.
 */
export function runsHere(command: string, ...args: readonly string[]): boolean {
  const line = [command, ...args].join(' ');
  if (!running.has(line) && spawnSync(command, args, { timeout: LIMIT_MS }).status === 0) running.add(line);
  return running.has(line);
}
