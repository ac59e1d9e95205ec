import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../local/local-cloud.ts';
import { KilledCalls } from './killed-calls.ts';

const HOUR_MS = 60 * 60 * 1000;

/** The local cloud with its state in a folder, over restarts, and what was done to it. */
export class Scene {
  readonly killed = new KilledCalls();
  restarts = 0;
  /** By the functions' clock. */
  hoursWithoutBus = 0;
  /** Events that came through while the bus was out: there must be none, or it was not out. */
  eventsWithoutBus = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'misp-outages-'));
  #assemblyFolder: string | undefined;
  #cloud: LocalCloud | undefined;
  #appliedBefore = 0;

  constructor(assemblyFolder: string | undefined) {
    this.#assemblyFolder = assemblyFolder;
  }

  /** The cloud that runs. @throws Error when none does. */
  get cloud(): LocalCloud {
    if (this.#cloud === undefined) throw new Error('The local cloud is not running');
    return this.#cloud;
  }

  /** How many calls were made to fail. */
  get applied(): number {
    return this.#appliedBefore + (this.#cloud?.faults.applied ?? 0);
  }

  async start(): Promise<void> {
    this.killed.watch();
    this.#cloud = await startLocalCloud({
      dataFolder: this.#folder,
      throttling: false,
      eventsKept: Number.POSITIVE_INFINITY,
      onProblem: () => undefined,
      admit: this.killed.admit,
      ...(this.#assemblyFolder === undefined ? {} : { assemblyFolder: this.#assemblyFolder }),
    });
  }

  /** Processes that this ends are none of those that were killed. */
  async stop(): Promise<void> {
    this.killed.stopWatching();
    this.#appliedBefore = this.applied;
    const cloud = this.#cloud;
    this.#cloud = undefined;
    await cloud?.stop();
  }

  /** @param assemblyFolder what runs from now on; without it the same as before. */
  async restart(assemblyFolder = this.#assemblyFolder): Promise<void> {
    await this.stop();
    this.#assemblyFolder = assemblyFolder;
    await this.start();
    this.restarts += 1;
  }

  /** Takes the bus away from publisher and sweeper while something is done, and measures for how long. */
  async withoutBus(work: () => Promise<void>): Promise<void> {
    const { cloud } = this;
    // Faults that were planned before would come first, and could let something through.
    cloud.faults.clear();
    await cloud.idle();
    const [from, events] = [cloud.clock.now(), cloud.events().length];
    for (const name of ['publish-audit', 'sweep-audit-outbox']) this.failPuts(name);
    await work();
    this.eventsWithoutBus += cloud.events().length - events;
    this.hoursWithoutBus += (cloud.clock.now() - from) / HOUR_MS;
    cloud.faults.clear();
  }

  /** No call of this function reaches the bus until the faults are cleared. */
  failPuts(name: string): void {
    this.cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1_000_000, function: name });
  }

  /** Ends everything and leaves nothing behind. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
