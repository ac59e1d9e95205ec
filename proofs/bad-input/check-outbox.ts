import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCloud } from '../../local/local-cloud.ts';

/** More than the five minutes that a row is the stream's to deliver. */
const AGEING_MS = 10 * 60 * 1000;

/** A sweep that is due begins at once, but its process may have to start. */
const PATIENCE_MS = 20_000;

/** What publisher and sweeper log of a row that no retry helps: docs/logging.md. */
const POISON_LINES = ['audit-entry-refused', 'audit-row-unreadable'];

/** Listens to the functions' logs for rows that can never be delivered, and for the sweeps that look for them. */
export class OutboxLog {
  readonly #poison: string[] = [];
  #sweeps = 0;

  get sweeps(): number {
    return this.#sweeps;
  }

  /** What the logs told of rows that nobody can deliver. */
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
 * Lets the time pass after which every row must have gone, by the stream or by the sweeper's schedule.
 * @returns what is left in the outbox, and what was logged of it.
 */
export async function checkOutbox(cloud: LocalCloud, log: OutboxLog): Promise<readonly string[]> {
  const { sweeps } = log;
  await cloud.clock.advance(AGEING_MS);
  for (const end = performance.now() + PATIENCE_MS; log.sweeps === sweeps && performance.now() < end; ) await sleep(20);
  await cloud.idle();
  const rows = await cloud.outboxRows();
  return [
    ...(log.sweeps > sweeps ? [] : ['The sweeper did not run when it was due']),
    ...(rows === 0 ? [] : [`${rows} rows are left in the outbox, whatever bad input made them`]),
    // A thousand lines of one kind would hide the rest.
    ...log.poison.slice(0, 5),
  ];
}
