import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/local-cloud.ts';
import { KilledCalls } from './killed-calls.ts';

const HOUR_MS = 60 * 60 * 1000;

/** The local cloud with its state in a folder, across restarts, and what was done to it. */
export class TestEnvironment {
  readonly killed = new KilledCalls();
  restarts = 0;
  /** By the functions' clock. */
  hoursWithoutBus = 0;
  eventsWithoutBus = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'misp-outages-'));
  readonly #assemblyFolder: string | undefined;
  readonly #options: LocalCloudOptions;
  #cloud: LocalCloud | undefined;
  #appliedBefore = 0;

  constructor(assemblyFolder: string | undefined, options: LocalCloudOptions = {}) {
    this.#assemblyFolder = assemblyFolder;
    this.#options = options;
  }

  /** The running cloud. @throws Error if none runs. */
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
      ...this.#options,
      dataFolder: this.#folder,
      throttling: false,
      eventsKept: Number.POSITIVE_INFINITY,
      onProblem: () => undefined,
      admit: this.killed.admit,
      ...(this.#assemblyFolder === undefined ? {} : { assemblyFolder: this.#assemblyFolder }),
    });
  }

  /** Stopped processes do not count as killed. */
  async stop(): Promise<void> {
    this.killed.stopWatching();
    this.#appliedBefore = this.applied;
    const cloud = this.#cloud;
    this.#cloud = undefined;
    await cloud?.stop();
  }

  /** Starts again with what the assembly holds by then. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
    this.restarts += 1;
  }

  /** Cuts the publisher and the sweeper off from the bus during `work`, and measures for how long. */
  async withoutBus(work: () => Promise<void>): Promise<void> {
    const { cloud } = this;
    // Faults planned earlier would come first, and could let something through.
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

  /** Stops everything and deletes the state. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
