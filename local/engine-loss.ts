import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './aws/engines/engine.ts';
import { codeOf } from './reason.ts';

/** A broken connection shows a moment before the exit of the engine's process. */
const EXIT_DELAY_MS = 1_000;

/**
 * Why the engine ended, if that explains a connection error.
 * @returns undefined if the engine is not the cause.
 */
export async function engineLossCausing(error: unknown, engine: Engine | undefined): Promise<string | undefined> {
  if (engine === undefined || !/^(ECONN|EPIPE)/.test(String(codeOf(error)))) return undefined;
  return Promise.race([engine.lost, pause(EXIT_DELAY_MS, undefined, { ref: false })]);
}
