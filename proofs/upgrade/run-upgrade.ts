import type { LocalCloud } from '../../local/local-cloud.ts';
import { randomFrom } from '../../test/support/random.ts';
import { fewProcesses } from '../few-processes.ts';
import { Callers } from '../outages/callers.ts';
import { findContradictions } from '../outages/contradictions.ts';
import { entriesOn, itemsIn, mispsIn } from '../outages/observations.ts';
import { TestEnvironment } from '../outages/test-environment.ts';
import type { ProofResult } from '../proof.ts';
import { checkApprovals } from './check-approvals.ts';
import { checkNames } from './check-names.ts';
import { DECIDER, newTrails } from './next-version.ts';
import type { Pick, Round } from './rounds.ts';
import { type MixedAssembly, mixedAssembly, policiesOf, type ServiceVersion } from './service-version.ts';

export interface UpgradeRun {
  readonly older: ServiceVersion;
  readonly newer: ServiceVersion;
  /** Whether the newer one is that of next-version.ts: then its own rules are judged. */
  readonly isPlanted: boolean;
  /** The last one must be able to deliver everything that the others leave. */
  readonly rounds: readonly Round[];
  /** Requests of each round. */
  readonly requests: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
}

/** Concurrent callers. */
const CLIENTS = 3;
/** Number of names: few, so that they collide. Each has two spellings that only the next version considers equal. */
const NAMES = 40;
const users = ['ada', 'ben', 'céline'];
/** Attributes of a MISP that each version stores differently. */
const OWN_ATTRIBUTES = ['shape', 'readableAs', 'touchedBy', 'nameOrder'];
/** The sweeper leaves younger rows to the stream. */
const GRACE_MS = 6 * 60 * 1000;

/** Runs two versions on the same tables, round by round, and then looks for contradictions. */
export async function runUpgrade(run: UpgradeRun): Promise<ProofResult> {
  const assembly = await mixedAssembly();
  const environment = new TestEnvironment(assembly.folder, fewProcesses);
  try {
    return await new Upgrade(run, environment, assembly).run();
  } finally {
    await environment.remove();
    assembly.remove();
  }
}

class Upgrade {
  readonly #run: UpgradeRun;
  readonly #environment: TestEnvironment;
  readonly #assembly: MixedAssembly;
  readonly #callers: Callers;
  #lackedGrant = false;
  /** The caller of all requests at present. */
  #registrar: string | undefined;
  /** A MISP that one round leaves to the next. */
  #left: string | undefined;
  readonly #byNewCode = new Set<string>();
  readonly #violations: string[] = [];
  readonly #counts = {
    'functions with mixed code and policy': 0,
    'refused for want of a grant': 0,
    'rows left to the newer version': 0,
  };

  constructor(run: UpgradeRun, environment: TestEnvironment, assembly: MixedAssembly) {
    this.#run = run;
    this.#environment = environment;
    this.#assembly = assembly;
    const random = randomFrom(run.seed);
    const below = (count: number) => Math.floor(random() * count);
    const prefix = 'Upgrade ';
    this.#callers = new Callers(random, {
      prefix,
      newName: () => `${prefix}${1 + below(NAMES)}${random() < 0.5 ? '.' : ''}`,
      user: () => this.#registrar ?? users[below(users.length)] ?? '',
    });
  }

  async run(): Promise<ProofResult> {
    const { rounds, progress } = this.#run;
    for (const [index, round] of rounds.entries()) {
      await this.#play(round);
      progress(`${index + 1} of ${rounds.length} mixtures, ${this.#violations.length} violations so far`);
    }
    return this.#audit();
  }

  async #play(round: Round): Promise<void> {
    const { older, newer, requests } = this.#run;
    const picks = new Map<string, Pick>();
    const versions = { older, newer };
    this.#assembly.mix(newer, (name) => {
      const { code, policy } = round(name);
      picks.set(name, { code, policy });
      return { code: versions[code], policy: versions[policy] };
    });
    this.#counts['functions with mixed code and policy'] += [...picks.values()].filter(
      ({ code, policy }) => code !== policy,
    ).length;
    await this.#environment.restart();
    const { cloud } = this.#environment;
    const before = this.#callers.outcomes.length;
    await this.#approveLeftMisp(cloud);
    let left = requests;
    const client = async () => {
      await this.#decideOne(cloud);
      while (left > 0) {
        left -= 1;
        await this.#callers.act(cloud);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await this.#leaveMisps(cloud);
    this.#judge(before, picks);
    await this.#deliver();
  }

  /**
   * Registers two MISPs for the next round, when other code may serve. Only the next version considers their names
   * equal.
   */
  async #leaveMisps(cloud: LocalCloud): Promise<void> {
    this.#registrar = users[0];
    const name = `Left by mixture ${this.#callers.outcomes.length}`;
    this.#left = await this.#callers.register(cloud, `${name}.`);
    await this.#callers.register(cloud, name);
    this.#registrar = undefined;
  }

  /** The user who registered the first of them tries to approve it, and then renames it. */
  async #approveLeftMisp(cloud: LocalCloud): Promise<void> {
    if (this.#left === undefined) return;
    this.#registrar = users[0];
    await this.#callers.setApproval(cloud, this.#left, 'approved');
    await this.#callers.update(cloud, this.#left);
    this.#registrar = undefined;
  }

  /** Chance may leave a round without a decision, and then nothing needs the new grant. */
  async #decideOne(cloud: LocalCloud): Promise<void> {
    const mispId = await this.#callers.register(cloud);
    if (mispId === undefined) return;
    for (const word of ['rejected', 'approved']) await this.#callers.setApproval(cloud, mispId, word);
  }

  /** Judges the answers of this round. */
  #judge(from: number, picks: ReadonlyMap<string, Pick>): void {
    const lacking = [...picks].filter(([name, pick]) => this.#lacksGrant(name, pick)).map(([name]) => name);
    if (lacking.length > 0) this.#lackedGrant = true;
    for (const { request, status } of this.#callers.outcomes.slice(from)) {
      const { operation, requestId } = request;
      if (operation === DECIDER && picks.get(DECIDER)?.code === 'newer') this.#byNewCode.add(requestId);
      if (status < 500) continue;
      // A missing grant prevents the operation, and the caller tries again: expected while code and policies differ.
      if (status === 503 && lacking.includes(operation)) this.#counts['refused for want of a grant'] += 1;
      else this.#violations.push(`${operation} with ${picks.get(operation)?.code} code was answered ${status}`);
    }
  }

  #lacksGrant(name: string, { code, policy }: Pick): boolean {
    const { older, newer } = this.#run;
    const grants = [older, newer].map(({ template }) => JSON.stringify(policiesOf(template, name)));
    return code === 'newer' && policy === 'older' && grants[0] !== grants[1];
  }

  async #deliver(): Promise<void> {
    const { cloud } = this.#environment;
    await cloud.idle();
    await cloud.clock.advance(GRACE_MS);
    await cloud.invoke('sweep-audit-outbox', {});
    await cloud.idle();
    this.#counts['rows left to the newer version'] += await cloud.outboxRows();
  }

  async #audit(): Promise<ProofResult> {
    const { cloud } = this.#environment;
    const { isPlanted } = this.#run;
    const { outcomes } = this.#callers;
    const [rows, items, entries] = [await cloud.outboxRows(), await itemsIn(cloud), entriesOn(cloud)];
    const misps = mispsIn(items);
    const requestsWith = (digits: string) => entries.filter(({ detail }) => detail.eventId === `PMS_MSP_${digits}`);
    const seen = {
      ...this.#counts,
      'in the new shape': items.filter(({ shape }) => shape === 2).length,
      'events of the new kind': requestsWith('470').length,
    };
    const unseen = Object.entries(seen).filter(
      ([name, count]) => count === 0 && (name !== 'refused for want of a grant' || this.#lackedGrant),
    );
    return {
      figures: {
        mixtures: this.#run.rounds.length,
        ...seen,
        operations: outcomes.length,
        'answered 200': outcomes.filter(({ status }) => status === 200).length,
        MISPs: misps.length,
        'versions of MISPs': misps.reduce((sum, { version }) => sum + Number(version), 0),
        'names refused': requestsWith('402').length + requestsWith('401').length,
      },
      violations: [
        ...this.#violations,
        ...(isPlanted ? unseen.map(([name]) => `The mixtures show less than they claim: ${name} 0`) : []),
        ...findContradictions(
          { outcomes, entries, items },
          { trails: isPlanted ? newTrails : [], attributes: OWN_ATTRIBUTES },
        ),
        ...checkNames(items),
        ...(isPlanted ? checkApprovals(outcomes, entries, this.#byNewCode) : []),
        ...(rows === 0 ? [] : [`${rows} rows were never delivered`]),
      ],
    };
  }
}
