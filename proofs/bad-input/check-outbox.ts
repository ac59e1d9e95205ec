import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '../../local/local-cloud.ts';

/** Longer than the five minutes for which the sweeper leaves a row to the stream. */
const AGEING_MS = 10 * 60 * 1000;

/** A due sweep starts at once, but its process may have to start first. */
const TIMEOUT_MS = 20_000;

/** What the publisher and the sweeper log about a row that no retry can deliver: docs/logging.md. */
const POISON_LINES = ['audit-entry-refused', 'audit-row-unreadable'];

/** Reads the functions' logs for undeliverable rows and for sweeps. */
export class OutboxLog {
  readonly #poison: string[] = [];
  #sweeps = 0;

  get sweeps(): number {
    return this.#sweeps;
  }

  /** The log lines about undeliverable rows. */
  get poison(): readonly string[] {
    return this.#poison;
  }

  readonly onLog = (functionName: string, line: string): void => {
    if (POISON_LINES.some((event) => line.includes(`"${event}"`))) {
      this.#poison.push(`${functionName} logged ${line.slice(0, 200)}`);
    }
    if (line.includes('"outbox-swept"') && line.includes('"isComplete":true')) this.#sweeps += 1;
  };
}

/**
 * Waits until the stream or the scheduled sweeper must have delivered every row.
 * @returns what is left in the outbox, and the log lines about undeliverable rows.
 */
export async function checkOutbox(cloud: LocalCloud, log: OutboxLog): Promise<readonly string[]> {
  const { sweeps } = log;
  await cloud.clock.advance(AGEING_MS);
  for (const end = performance.now() + TIMEOUT_MS; log.sweeps === sweeps && performance.now() < end; ) await sleep(20);
  await cloud.idle();
  const rows = await cloud.outboxRows();
  return [
    ...(log.sweeps > sweeps ? [] : ['The sweeper did not run when it was due']),
    ...(rows === 0 ? [] : [`${rows} rows are left in the outbox`]),
    // Many lines of one kind would hide the rest.
    ...log.poison.slice(0, 5),
  ];
}
