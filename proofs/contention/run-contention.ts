import type { MispStore } from '../../functions/storage/misp-store.ts';
import { randomFrom } from '../../test/support/random.ts';
import { checkHistory } from '../linearizability/check-history.ts';
import { drawnKeys } from '../linearizability/drawn-keys.ts';
import { itemsOf } from '../model/check-table.ts';
import { importedLicense, importedMisp } from '../model/imported.ts';
import { withObstacles } from '../model/obstacles.ts';
import { passThrough } from '../model/pass-through.ts';
import { type Mutation as GroundMutation, startProvingGround } from '../model/proving-ground.ts';
import { emptyWorld, withMisp } from '../model/reference/world.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { Callers, fieldOf, outcomeOf } from './callers.ts';
import { type Collision, DelayedStore } from './delayed-store.ts';
import { isOwnAnswer, type RevocationMethod, revocationMethods } from './revocation-methods.ts';
import { Updaters } from './updaters.ts';

export interface ContentionSize {
  readonly revocations: number;
  /** Whether the number of lost races is judged too. With few revocations it would be chance. */
  readonly isUsualJudged: boolean;
}

/** The place for a mistake. */
export interface Mutation extends Pick<GroundMutation, 'client'> {
  /** Wraps the store of the revocation. @param updates counts those of the other callers so far. */
  readonly revoking?: (store: MispStore, updates: () => number) => MispStore;
}

const CONFIGURATION = { errorCodes: '1.1.4', visibility: 'full' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const MISP_ID = 'alpha';
const firstLicense = (now: number) => importedLicense('First', true, now - DAY_MS, now + 30 * DAY_MS);

/** The client number of the revoking caller; the updaters come after it. */
const REVOKER = 0;
const UPDATERS = 8;
/** Every third one adds a licence to its MISP, and the engine takes longer for a larger item. */
const REVOCATIONS_A_MISP = 10;
/** Updates that must follow a revocation before it counts as not undone. */
const UPDATES_AFTER = UPDATERS;
/**
 * The most races that 99 of 100 revocations lose, and the most updates of others during any of them, which grow with its
 * pauses, too. Counts, because a time would depend on the machine: eight rivals that are as quick win most races, but so
 * many in a row only if something is wrong.
 */
const USUALLY_LOST_RACES = 50;
const MOST_UPDATES_MEANWHILE = 200;
/** Six times as long as deployed: a busy machine takes a third of a second for a race. */
const REVOCATION_TIME_MS = 60_000;
/** Any other change gives up after this many lost races. */
const RACES_OF_OTHER_CHANGES = 5;

/** What a revocation cost. */
interface Timing {
  readonly ms: number;
  readonly lostRaces: number;
  /** Of the other callers. */
  readonly updatesMeanwhile: number;
}

interface Seen {
  readonly timings: Timing[];
  readonly violations: string[];
  updates: number;
  unavailable: number;
  conflicts: number;
}

/** The 99th percentile of sorted values, by nearest rank. */
const p99 = (sorted: readonly number[]): number => sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;

/**
 * Revokes a licence in each way in turn and restores it, while other callers update the MISP in a loop.
 * @param enough no further MISP follows a violation that matches.
 */
export async function runContention(
  { revocations, isUsualJudged }: ContentionSize,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
  enough?: RegExp,
): Promise<ProofResult> {
  const random = randomFrom(seed);
  const seen: Seen = { timings: [], violations: [], updates: 0, unavailable: 0, conflicts: 0 };
  const isEnough = () => seen.violations.some((violation) => enough?.test(violation));
  const scenes = 2 * Math.ceil(revocations / 2 / REVOCATIONS_A_MISP);
  for (let scene = 0; scene < scenes && !isEnough(); scene += 1) {
    const collision = scene % 2 === 0 ? 'in turn' : 'in conflict';
    await atOneMisp(Math.ceil(revocations / scenes), collision, random, mutation, seen);
    progress(`${seen.timings.length} revocations, ${seen.updates} updates, ${seen.violations.length} violations`);
  }
  const { timings, violations, updates, unavailable, conflicts } = seen;
  const times = timings.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const lost = timings.map(({ lostRaces }) => lostRaces).toSorted((one, other) => one - other);
  const usuallyLost = p99(lost);
  const most = lost.at(-1) ?? 0;
  if (isUsualJudged && usuallyLost > USUALLY_LOST_RACES)
    violations.push(`More than one revocation in 100 lost ${usuallyLost} races or more`);
  if (isUsualJudged && most < RACES_OF_OTHER_CHANGES)
    violations.push(`No revocation lost more than ${most} races: there was no contention`);
  return {
    figures: {
      revocations: timings.length,
      'updates done': updates,
      'updates answered 503': unavailable,
      'transaction conflicts': conflicts,
      'lost races of a revocation': (lost.reduce((sum, one) => sum + one, 0) / lost.length).toFixed(1),
      'p99 of lost races': usuallyLost,
      'at most': most,
      'most updates meanwhile': Math.max(...timings.map(({ updatesMeanwhile }) => updatesMeanwhile)),
      median: `${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)} ms`,
      p99: `${p99(times).toFixed(0)} ms`,
      longest: `${(times.at(-1) ?? 0).toFixed(0)} ms`,
    },
    violations,
  };
}

/** Revokes and restores until there is a violation, after which nothing more can be expected. */
async function atOneMisp(
  revocations: number,
  collision: Collision,
  random: () => number,
  mutation: Mutation,
  seen: Seen,
): Promise<void> {
  const store = new DelayedStore(collision, random);
  const { newKey, drawn } = drawnKeys();
  const client: GroundMutation['client'] = (one) => {
    store.attach(one);
    mutation.client?.(one);
  };
  const ground = await startProvingGround(withObstacles({ client, newKey }));
  try {
    const service = await ground.fresh(CONFIGURATION);
    const [createdAt, licenses] = [Date.now() - DAY_MS, [firstLicense(Date.now())]];
    const before = withMisp(emptyWorld, importedMisp({ id: MISP_ID, name: 'Acme', createdAt, licenses }));
    await service.put([...before.misps.values()].flatMap(itemsOf));
    const callers = new Callers(service);
    const updaters = new Updaters(callers, MISP_ID);
    const violations: string[] = [];
    let key = licenses[0]!.key;
    for (let number = 0; number < revocations && violations.length === 0; number += 1) {
      const method = revocationMethods[number % revocationMethods.length]!;
      updaters.start(UPDATERS);
      await updaters.more(1);
      violations.push(...(await revoke(callers, updaters, method, key, mutation, seen)));
      if (violations.length > 0) break;
      await updaters.more(UPDATES_AFTER);
      // Restoring is not judged, and is quicker without contention.
      await updaters.stop();
      const fields = { mispLicenseKey: key };
      const validated = await callers.ask(REVOKER, { operation: 'validate-license-key', mispId: MISP_ID, fields });
      const isActive = fieldOf(validated, 'active');
      if (isActive === true) violations.push(`A revocation (${method.name}) was undone by an update`);
      else if (isActive !== false)
        violations.push(`A validation after a revocation (${method.name}) was answered ${outcomeOf(validated)}`);
      else {
        const restored = await callers.ask(REVOKER, method.restore(MISP_ID, key));
        const outcome = outcomeOf(restored);
        if (outcome !== 'success')
          violations.push(`A restoring request after a revocation (${method.name}) was answered ${outcome}`);
        const issued = fieldOf(restored, 'mispLicenseKey');
        if (typeof issued === 'string') key = issued;
      }
    }
    await updaters.stop();
    const [items, rows] = await Promise.all([service.items(), service.rows()]);
    const title = `${callers.events.length} requests, transactions ${collision}`;
    const history = { title, configuration: CONFIGURATION, before, events: callers.events, items, rows, drawn };
    seen.violations.push(...violations, ...updaters.violations, ...checkHistory(history).violations);
    seen.updates += updaters.done;
    seen.unavailable += updaters.unavailable;
    seen.conflicts += store.conflicts;
  } finally {
    await ground.stop();
  }
}

async function revoke(
  callers: Callers,
  updaters: Updaters,
  method: RevocationMethod,
  key: string,
  { revoking = (store) => store }: Mutation,
  { timings }: Seen,
): Promise<readonly string[]> {
  let lostRaces = 0;
  const counting = (store: MispStore): MispStore => ({
    ...passThrough(store),
    commit: async (...change) => {
      const outcome = await store.commit(...change);
      if (outcome.kind === 'misp-changed') lostRaces += 1;
      return outcome;
    },
  });
  const updatesBefore = updaters.done;
  const startedAt = performance.now();
  const obstacle = { store: (store: MispStore) => revoking(counting(store), () => updaters.done) };
  const answered = await callers.ask(REVOKER, method.revoke(MISP_ID, key), obstacle, REVOCATION_TIME_MS);
  const ms = performance.now() - startedAt;
  const updatesMeanwhile = updaters.done - updatesBefore;
  timings.push({ ms, lostRaces, updatesMeanwhile });
  const what = `A revocation (${method.name}) that lost ${lostRaces} races`;
  if (isOwnAnswer(method, answered)) {
    return updatesMeanwhile > MOST_UPDATES_MEANWHILE ? [`${what} took as long as ${updatesMeanwhile} updates`] : [];
  }
  return [`${what} was answered ${outcomeOf(answered)} ${JSON.stringify(answered.body.response)}`];
}
