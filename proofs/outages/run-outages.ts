import type { LocalCloud } from '../../local/local-cloud.ts';
import type { StoredItem } from '../../test/support/engine-tables.ts';
import { randomFrom } from '../../test/support/random.ts';
import type { ProofResult } from '../proof.ts';
import { undocumented } from '../undocumented.ts';
import { Callers } from './callers.ts';
import { findContradictions } from './contradictions.ts';
import { Disturbances } from './disturbances.ts';
import { entriesOn, itemsIn, mispsIn } from './observations.ts';
import { interruptedRenewals, missingCoverage, type RequiredCoverage } from './required-coverage.ts';
import { TestEnvironment } from './test-environment.ts';

export interface OutageSize extends RequiredCoverage {
  readonly operations: number;
}

export interface OutageRun {
  readonly operations: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
  /** Absent for planted faults, where a run need not kill anything. */
  readonly requiredCoverage?: RequiredCoverage;
  readonly assemblyFolder?: string;
  /**
   * Runs before every request in place of random disturbances, outage and restart: planted faults need one kind of
   * disturbance and are caught sooner without the rest.
   */
  readonly disturb?: (cloud: LocalCloud) => void;
}

/** Concurrent callers. */
export const CLIENTS = 3;
const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than the stream keeps its records. */
const OUTAGE_MS = 25 * HOUR_MS;
/** Longer than a licence is valid. */
const EXPIRY_MS = 91 * 24 * HOUR_MS;
/** At most five expired licences stay. */
const MORE_THAN_STAY = 7;
/** The sweeper leaves younger rows to the stream. */
const GRACE_MS = 6 * MINUTE_MS;

/**
 * Runs operations under kills and faults, an outage of the bus of more than a day, and a restart. Then it looks
 * for contradictions between what callers know, the bus and the tables.
 */
export async function runOutages(run: OutageRun): Promise<ProofResult> {
  const environment = new TestEnvironment(run.assemblyFolder);
  try {
    await environment.start();
    return await new Outages(run, environment).run();
  } finally {
    await environment.remove();
  }
}

class Outages {
  readonly #run: OutageRun;
  readonly #environment: TestEnvironment;
  readonly #random: () => number;
  readonly #callers: Callers;
  readonly #disturbances: Disturbances;
  #rowsLeftBehind = 0;
  /** No licence is removed before it has expired. */
  #itemsBeforeExpiry: readonly StoredItem[] = [];

  constructor(run: OutageRun, environment: TestEnvironment) {
    this.#run = run;
    this.#environment = environment;
    this.#random = randomFrom(run.seed);
    this.#callers = new Callers(this.#random);
    this.#disturbances = new Disturbances(this.#random);
  }

  async run(): Promise<ProofResult> {
    const { operations, disturb, requiredCoverage } = this.#run;
    await this.#open();
    if (disturb === undefined) {
      this.#disturbances.killDelivery(this.#environment.cloud, 'publish-audit');
      await this.#work(operations / 4);
      await this.#bringTheBusDown();
      await this.#renewLicenses();
      await this.#work(operations / 5);
      await this.#startAgain();
      await this.#leaveItToTheSweeper();
    }
    await this.#work(operations - this.#callers.outcomes.length);
    if (requiredCoverage !== undefined) await this.#workUntilKilled(requiredCoverage.kills);
    await this.#endFaults();
    return this.#audit();
  }

  #say(what: string): void {
    this.#run.progress(`${this.#callers.outcomes.length} operations; ${what}`);
  }

  #disturb(): void {
    const { operations, requiredCoverage, disturb } = this.#run;
    const { cloud } = this.#environment;
    if (disturb !== undefined) {
      disturb(cloud);
      return;
    }
    if (this.#random() < ((requiredCoverage?.kills ?? 0) * 1.1) / operations) this.#disturbances.kill(cloud);
    if (this.#random() < 0.3) this.#disturbances.fail(cloud);
  }

  #atOnce(client: () => Promise<void>): Promise<unknown> {
    return Promise.all(Array.from({ length: CLIENTS }, client));
  }

  /** Every client gets a MISP with a licence and changes it: chance could leave a small run without one. */
  async #open(): Promise<void> {
    await this.#atOnce(async () => {
      const { cloud } = this.#environment;
      this.#disturb();
      const mispId = await this.#callers.register(cloud);
      if (mispId === undefined) return;
      for (const act of ['approve', 'update', 'update']) {
        this.#disturb();
        if (act === 'approve') await this.#callers.setApproval(cloud, mispId, 'approved');
        else await this.#callers.update(cloud, mispId);
      }
    });
  }

  async #work(count: number): Promise<void> {
    let left = Math.floor(count);
    await this.#atOnce(async () => {
      while (left > 0) {
        left -= 1;
        this.#disturb();
        await this.#callers.act(this.#environment.cloud);
        if (this.#run.disturb === undefined && this.#random() < 0.05) await this.#sweep(this.#random() < 0.5);
      }
    });
  }

  /** @param isLate whether the clock moves first, so that the waiting rows are old enough for the sweeper. */
  async #sweep(isLate: boolean): Promise<void> {
    const { cloud } = this.#environment;
    if (isLate) await cloud.clock.advance(GRACE_MS);
    await cloud.invoke('sweep-audit-outbox', {});
  }

  /**
   * Sweeps that each die while delivering, unless nothing is left to deliver.
   * @param areRowsOld whether the rows are old enough for the sweeper. If not, the clock moves first, which starts a
   *   sweep.
   */
  async #killSweeps(count: number, areRowsOld: boolean): Promise<void> {
    const { cloud } = this.#environment;
    const killNext = () => this.#disturbances.killDelivery(cloud, 'sweep-audit-outbox');
    if (!areRowsOld) {
      killNext();
      await cloud.clock.advance(GRACE_MS);
    }
    for (let sweep = 0; sweep < count && (await cloud.outboxRows()) > 0; sweep += 1) {
      killNext();
      await this.#sweep(false);
    }
  }

  async #bringTheBusDown(): Promise<void> {
    this.#say('now the bus is out for 25 hours');
    const { cloud } = this.#environment;
    await this.#environment.withoutBus(async () => {
      await this.#work(this.#run.operations / 6);
      // While records wait in the stream, so that they expire there and not only run out of retries.
      await cloud.clock.advance(OUTAGE_MS);
      await cloud.idle();
    });
    this.#rowsLeftBehind = await cloud.outboxRows();
    await this.#killSweeps(3, true);
  }

  /** A MISP with more licences than may stay once they have expired. */
  async #growOne(): Promise<string | undefined> {
    const { cloud } = this.#environment;
    cloud.faults.clear();
    cloud.crashes.clear();
    const mispId = await this.#callers.register(cloud);
    if (mispId === undefined) return undefined;
    for (let approval = 0; approval < MORE_THAN_STAY; approval += 1) {
      await this.#callers.setApproval(cloud, mispId, 'rejected');
      await this.#callers.setApproval(cloud, mispId, 'approved');
    }
    return mispId;
  }

  /** Moves time until no licence is valid. Then downloads all keys, and interrupts some renewals. */
  async #renewLicenses(): Promise<void> {
    const { cloud } = this.#environment;
    const grown = await this.#growOne();
    this.#say('now all licences have expired');
    await cloud.idle();
    this.#itemsBeforeExpiry = await itemsIn(cloud);
    await cloud.clock.advance(EXPIRY_MS);
    cloud.faults.clear();
    cloud.crashes.clear();
    const waiting = [...this.#callers.mispIds];
    await this.#atOnce(async () => {
      for (let mispId = waiting.shift(); mispId !== undefined; mispId = waiting.shift()) {
        // A caller without an answer tries again, so it finds interrupted renewals done.
        for (let attempt = 0, status = 0; attempt < 3 && status !== 200; attempt += 1) {
          if (
            cloud.crashes.planned().length === 0 &&
            (interruptedRenewals(this.#environment) < 2 || this.#random() < 0.4)
          ) {
            this.#disturbances.killAt(cloud, 'download-license-key', 'dynamodb:TransactWriteItems');
          }
          if (this.#random() < 0.3) this.#disturbances.fail(cloud);
          status = (await this.#callers.download(cloud, mispId)).status;
        }
      }
    });
    cloud.faults.clear();
    cloud.crashes.clear();
    // In case all its renewals were interrupted.
    if (grown !== undefined) await this.#callers.download(cloud, grown);
  }

  async #startAgain(): Promise<void> {
    this.#say('now everything is stopped and started again');
    await this.#environment.restart();
  }

  /** The publisher cannot reach the bus, so sweeps deliver its rows, and are killed. */
  async #leaveItToTheSweeper(): Promise<void> {
    this.#say('now the publisher is out');
    const { cloud } = this.#environment;
    cloud.faults.clear();
    this.#environment.failPuts('publish-audit');
    await this.#work(this.#run.operations / 12);
    await this.#killSweeps(3, false);
    cloud.faults.clear();
  }

  /** If chance killed too few, makes some more requests, up to a limit. */
  async #workUntilKilled(kills: number): Promise<void> {
    const rounds = Math.ceil(Math.max(60, this.#run.operations / 2) / 12);
    for (let round = 0; round < rounds && this.#environment.killed.all.length < kills; round += 1) await this.#work(12);
  }

  async #endFaults(): Promise<void> {
    this.#say('now all faults end');
    const { cloud } = this.#environment;
    cloud.faults.clear();
    cloud.crashes.clear();
    await cloud.idle();
    for (let sweep = 0; sweep < 5 && (await cloud.outboxRows()) > 0; sweep += 1) {
      await this.#sweep(true);
      await cloud.idle();
    }
  }

  async #audit(): Promise<ProofResult> {
    const { cloud, killed, restarts, hoursWithoutBus, applied } = this.#environment;
    const { outcomes } = this.#callers;
    const rows = await cloud.outboxRows();
    const [entries, items] = [entriesOn(cloud), await itemsIn(cloud)];
    const misps = mispsIn(items);
    const distinct = new Map(entries.map((entry) => [entry.detail.recordId, entry]));
    const verdicts = [...distinct.values()].filter(({ detailType }) => detailType === 'LICENSE_VERDICT_CHANGED').length;
    const { requiredCoverage } = this.#run;
    const removed = [...distinct.values()].flatMap(({ detail }) => detail.removedLicenseKeyHashes ?? []).length;
    return {
      figures: {
        operations: outcomes.length,
        'answered 200': outcomes.filter(({ status }) => status === 200).length,
        'processes killed': killed.all.length,
        'operations killed': killed.count('operations'),
        'publishers killed': killed.count('publisher'),
        'publishers killed while delivering': killed.countWhileDelivering('publisher'),
        'sweepers killed': killed.count('sweeper'),
        'sweepers killed while delivering': killed.countWhileDelivering('sweeper'),
        'renewals interrupted': interruptedRenewals(this.#environment),
        'injected faults applied': applied,
        'hours without the bus': hoursWithoutBus.toFixed(1),
        'rows left to the sweeper': this.#rowsLeftBehind,
        restarts,
        MISPs: misps.length,
        versions: misps.reduce((sum, { version }) => sum + Number(version), 0),
        'records on the bus': distinct.size - verdicts,
        'domain events': verdicts,
        'licences removed': removed,
        'delivered more than once': entries.length - distinct.size,
        'rows left in the outbox': rows,
      },
      violations: [
        ...findContradictions({ outcomes, entries, items, earlierItems: this.#itemsBeforeExpiry }),
        ...undocumented(entries),
        ...(rows === 0 ? [] : [`${rows} rows were never delivered`]),
        ...(requiredCoverage === undefined || removed > 0 ? [] : ['No licence was removed for a new one']),
        ...(requiredCoverage === undefined ? [] : missingCoverage(this.#environment, requiredCoverage)),
      ],
    };
  }
}
