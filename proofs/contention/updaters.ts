import { setTimeout as sleep } from 'node:timers/promises';
import { newName } from '../../test/scenarios/arrangements.ts';
import { updateRequest } from '../../test/scenarios/requests.ts';
import type { RaceService } from '../races/race-service.ts';

/** What a change is answered that has lost five races: 503. */
const UNAVAILABLE = 'PMS_COR_003';

const POLL_MS = 5;

/** Callers that update one MISP in a loop, each without a pause; every other update of a caller renames the MISP. */
export class Updaters {
  done = 0;
  /** Answered 503. */
  unavailable = 0;
  /** Any other answer, which nobody expects. */
  readonly violations: string[] = [];
  readonly #service: RaceService;
  readonly #mispId: string;
  #loops: readonly Promise<void>[] = [];
  #isOver = false;

  constructor(service: RaceService, mispId: string) {
    this.#service = service;
    this.#mispId = mispId;
  }

  /** @param callers how many there are. */
  start(callers: number): void {
    this.#isOver = false;
    this.#loops = Array.from({ length: callers }, () => this.#update());
  }

  async #update(): Promise<void> {
    const names = [newName(), newName()];
    for (let update = 0; !this.#isOver; update += 1) {
      const newest = updateRequest(this.#mispId, names[Math.floor(update / 2) % names.length]!);
      const { outcome } = await this.#service.send(newest);
      if (outcome === 'success') this.done += 1;
      else if (outcome === UNAVAILABLE) this.unavailable += 1;
      else this.violations.push(`An update was answered ${outcome}`);
    }
  }

  /** Waits until so many more updates have been done. */
  async more(count: number): Promise<void> {
    for (const enough = this.done + count; this.done < enough; ) await sleep(POLL_MS);
  }

  /** Lets each of them end the update that it is at. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }
}
