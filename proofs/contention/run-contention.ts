import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import { imported, license, newKey } from '../../test/scenarios/arrangements.ts';
import { randomFrom } from '../../test/support/random.ts';
import { passingOn } from '../model/passing-on.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { checkStore } from '../races/check-store.ts';
import { type RaceService, startRaceService } from '../races/race-service.ts';
import { DistantStore, type Meeting } from './distant-store.ts';
import { Updaters } from './updaters.ts';
import { isEnabled, isOwnAnswer, type Way, ways } from './ways.ts';

export interface ContentionSize {
  readonly revocations: number;
  /**
   * Whether the usual time is judged too, and that there was contention. In a few revocations, and beside other tests, chance
   * and the machine would decide.
   */
  readonly isUsualJudged: boolean;
}

/** Where a mistake can be built in. */
export interface Mutation {
  readonly client?: (client: DynamoDBDocumentClient) => void;
  /** Stands between a revocation and its store. */
  readonly revoking?: (store: MispStore) => MispStore;
}

const UPDATERS = 8;
/** Every third of them leaves a MISP with one more licence, of which it holds 50. */
const REVOCATIONS_A_MISP = 50;
/** Updates that must have been done behind a revocation before it counts as not undone. */
const UPDATES_BEHIND = UPDATERS;
/** A function has ten seconds. */
const LONGEST_MS = 9000;
const USUAL_MS = 2000;
/** As many lost races as a change gives up at. */
const MANY = 5;

/** What a revocation took. */
interface Took {
  readonly ms: number;
  readonly lostRaces: number;
}

interface Seen {
  readonly took: Took[];
  readonly violations: string[];
  updates: number;
  unavailable: number;
  conflicts: number;
}

/** Callers update a MISP in a loop while its licence is revoked, in turn in each way, and brought back. */
export async function runContention(
  { revocations, isUsualJudged }: ContentionSize,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
): Promise<ProofResult> {
  const random = randomFrom(seed);
  const seen: Seen = { took: [], violations: [], updates: 0, unavailable: 0, conflicts: 0 };
  const scenes = 2 * Math.ceil(revocations / 2 / REVOCATIONS_A_MISP);
  for (let scene = 0; scene < scenes; scene += 1) {
    const meeting = scene % 2 === 0 ? 'in turn' : 'in conflict';
    await atOneMisp(Math.ceil(revocations / scenes), meeting, random, mutation, seen);
    progress(`${seen.took.length} revocations, ${seen.updates} updates, ${seen.violations.length} violations`);
  }
  const { took, violations, updates, unavailable, conflicts } = seen;
  const times = took.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const lost = took.map(({ lostRaces }) => lostRaces);
  const usual = times[Math.ceil(times.length * 0.99) - 1] ?? 0;
  const most = Math.max(...lost);
  if (isUsualJudged && usual > USUAL_MS) violations.push(`p99 of the revocations is ${usual.toFixed(0)} ms`);
  if (isUsualJudged && most < MANY)
    violations.push(`No revocation lost more than ${most} races: nobody was in its way`);
  return {
    figures: {
      revocations: took.length,
      'updates done': updates,
      'updates answered 503': unavailable,
      'transaction conflicts': conflicts,
      'lost races of a revocation': (lost.reduce((sum, one) => sum + one, 0) / lost.length).toFixed(1),
      'at most': most,
      median: `${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)} ms`,
      p99: `${usual.toFixed(0)} ms`,
      longest: `${(times.at(-1) ?? 0).toFixed(0)} ms`,
    },
    violations,
  };
}

/** Revokes and brings back until there is a violation: behind one, nothing could be expected of what follows. */
async function atOneMisp(
  revocations: number,
  meeting: Meeting,
  random: () => number,
  mutation: Mutation,
  seen: Seen,
): Promise<void> {
  const store = new DistantStore(meeting, random);
  const service = await startRaceService({
    client: (client) => {
      store.attach(client);
      mutation.client?.(client);
    },
  });
  try {
    let key = newKey();
    const { id } = await imported(service, { licenses: [license({ key })] });
    const updaters = new Updaters(service, id);
    const violations: string[] = [];
    for (let number = 0; number < revocations && violations.length === 0; number += 1) {
      const way = ways[number % ways.length]!;
      updaters.start(UPDATERS);
      await updaters.more(1);
      violations.push(...(await revoke(service, way, id, key, mutation, seen)));
      if (violations.length > 0) break;
      await updaters.more(UPDATES_BEHIND);
      // What brings the licence back is not judged, and is done sooner when nobody is in its way.
      await updaters.stop();
      const shown = await service.send({ method: 'GET', path: `/misps/mispId/${id}` });
      if (isEnabled(key, shown)) violations.push(`A revocation (${way.name}) was undone by an update`);
      else {
        const { outcome, response } = await service.send(way.arm(id, key));
        if (outcome !== 'success') violations.push(`Behind a revocation (${way.name}) it was answered ${outcome}`);
        if (typeof response?.mispLicenseKey === 'string') key = response.mispLicenseKey;
      }
    }
    await updaters.stop();
    const [items, rows] = await Promise.all([service.items(), service.rows()]);
    seen.violations.push(...violations, ...updaters.violations, ...checkStore(items, rows, service.imported));
    seen.updates += updaters.done;
    seen.unavailable += updaters.unavailable;
    seen.conflicts += store.conflicts;
  } finally {
    await service.stop();
  }
}

async function revoke(
  service: RaceService,
  way: Way,
  mispId: string,
  key: string,
  { revoking = (store) => store }: Mutation,
  { took }: Seen,
): Promise<readonly string[]> {
  let lostRaces = 0;
  const counting = (store: MispStore): MispStore => ({
    ...passingOn(store),
    commit: async (...change) => {
      const outcome = await store.commit(...change);
      if (outcome.kind === 'misp-changed') lostRaces += 1;
      return outcome;
    },
  });
  const startedAt = performance.now();
  const answer = await service.send(way.revoke(mispId, key), (store) => revoking(counting(store)));
  const ms = performance.now() - startedAt;
  took.push({ ms, lostRaces });
  const what = `A revocation (${way.name}) that lost ${lostRaces} races`;
  if (!isOwnAnswer(way, answer)) return [`${what} was answered ${answer.outcome} ${JSON.stringify(answer.response)}`];
  return ms > LONGEST_MS ? [`${what} took ${ms.toFixed(0)} ms`] : [];
}
