import { setTimeout as sleep } from 'node:timers/promises';
import { type Callers, outcomeOf, UNAVAILABLE } from './callers.ts';

const POLL_MS = 5;

/** Callers that update one MISP in a loop without pauses; every other update renames it. */
export class Updaters {
  done = 0;
  /** Answered 503. */
  unavailable = 0;
  /** Any other answer: a fault. */
  readonly violations: string[] = [];
  readonly #callers: Callers;
  readonly #mispId: string;
  #loops: readonly Promise<void>[] = [];
  #isOver = false;

  constructor(callers: Callers, mispId: string) {
    this.#callers = callers;
    this.#mispId = mispId;
  }

  /** @param count number of callers, numbered from 1. */
  start(count: number): void {
    this.#isOver = false;
    this.#loops = Array.from({ length: count }, (_, index) => this.#update(index + 1));
  }

  async #update(client: number): Promise<void> {
    const profile = { contactNumber: '2', emailId: 'a-b@x.org', address: 'Elsewhere' };
    for (let update = 0; !this.#isOver; update += 1) {
      const name = `name ${Math.floor(update / 2) % 2} of ${client}`;
      const fields = { name, ...profile };
      const asked = { operation: 'update-misp', mispId: this.#mispId, fields } as const;
      const outcome = outcomeOf(await this.#callers.ask(client, asked));
      if (outcome === 'success') this.done += 1;
      else if (outcome === UNAVAILABLE) this.unavailable += 1;
      else this.violations.push(`An update was answered ${outcome}`);
    }
  }

  /** Waits until this many more updates have succeeded. */
  async more(count: number): Promise<void> {
    for (const enough = this.done + count; this.done < enough; ) await sleep(POLL_MS);
  }

  /** Lets each caller finish its current update. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }
}
