import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './aws/engines/engine.ts';
import { codeOf } from './reason.ts';

/** That the process of an engine is gone is seen a moment later than that a connection to it breaks. */
const MOMENT_MS = 1_000;

/**
 * What became of the engine, where that is why something failed.
 * @returns undefined when the engine has nothing to do with it.
 */
export async function engineLossBehind(error: unknown, engine: Engine | undefined): Promise<string | undefined> {
  if (engine === undefined || !/^(ECONN|EPIPE)/.test(String(codeOf(error)))) return undefined;
  return Promise.race([engine.lost, pause(MOMENT_MS, undefined, { ref: false })]);
}
