import { randomFrom } from '../../test/support/random.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { allRaces } from './all-races.ts';
import { checkRound, type Round } from './check-round.ts';
import { checkStore, mispsIn } from './check-store.ts';
import { Interleavings } from './interleavings.ts';
import type { Race } from './race.ts';
import { type Mutation, type RaceService, startRaceService } from './race-service.ts';
import { inOrder, leftToChance, withCommitsTogether } from './run-at-once.ts';

/** dynoxide gets slower with every record of a stream, so an engine serves so many requests and no more. */
const REQUESTS_AN_ENGINE = 2500;

interface Counts {
  rounds: number;
  requests: number;
  forced: number;
  conflicts: number;
  'lost answers': number;
  rows: number;
  'licences that left': number;
}

/**
 * Runs every race so many times, half of them in forced orders, half left to chance and injected conflicts, and then holds
 * answers, table and audit against each other.
 */
export async function runRaces(
  rounds: number,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
  races: readonly Race[] = allRaces,
): Promise<ProofResult> {
  const random = randomFrom(seed);
  const counts: Counts = {
    rounds: 0,
    requests: 0,
    forced: 0,
    conflicts: 0,
    'lost answers': 0,
    rows: 0,
    'licences that left': 0,
  };
  const violations: string[] = [];
  let orders = 0;
  let service = await startRaceService(mutation);
  let done: Round[] = [];
  let sent = 0;
  const conclude = async () => {
    const [items, rows] = await Promise.all([service.items(), service.rows()]);
    const misps = new Map(mispsIn(items).map((misp) => [misp.id, misp]));
    const rowsOf = Map.groupBy(rows, ({ requestId }) => requestId);
    for (const round of done) {
      const misp = round.start.mispId === undefined ? undefined : misps.get(round.start.mispId);
      violations.push(...checkRound(round, misp, (requestId) => rowsOf.get(requestId) ?? []));
    }
    violations.push(...checkStore(items, rows, service.imported));
    counts.rows += rows.length;
    counts['licences that left'] += rows.flatMap((row) => row.removedLicenseKeyHashes ?? []).length;
    counts.conflicts += service.faults.happened('transaction conflict');
    counts['lost answers'] += service.faults.happened('lost acknowledgement');
    done = [];
    sent = 0;
  };
  try {
    for (const race of races) {
      const interleavings = race.variants.map(() => new Interleavings());
      for (let number = 0; number < rounds; number += 1) {
        const variant = Math.floor(number / 2) % race.variants.length;
        const start = await race.variants[variant]!(service);
        const title = `${race.name}, round ${number + 1} of seed ${seed}`;
        const answers =
          number % 2 === 0
            ? await forced(service, start.requests, interleavings[variant]!, random)
            : await byChance(service, start.requests, Math.floor(number / 2 / race.variants.length), random);
        done.push({ title, start, answers });
        counts.rounds += 1;
        counts.forced += number % 2 === 0 ? 1 : 0;
        counts.requests += answers.length;
        sent += answers.length + 3;
        if (sent > REQUESTS_AN_ENGINE) {
          await conclude();
          await service.stop();
          service = await startRaceService(mutation);
        }
      }
      orders += interleavings.reduce((sum, one) => sum + one.seen, 0);
      progress(`${race.name}: ${rounds} rounds, ${violations.length} violations so far`);
    }
    await conclude();
  } finally {
    await service.stop();
  }
  return { figures: { ...counts, 'distinct orders of pairs': orders }, violations };
}

type Requests = Parameters<typeof inOrder>[1];

/** Two requests go through every order there is; more have too many, so their orders are drawn. */
async function forced(service: RaceService, requests: Requests, interleavings: Interleavings, random: () => number) {
  if (requests.length > 2) {
    return inOrder(service, requests, (options) => options[Math.floor(random() * options.length)]!);
  }
  const answers = await inOrder(service, requests, interleavings.choose);
  interleavings.next();
  return answers;
}

/** In turns: the commits together, nothing arranged, a transaction in conflict, an answer that is lost. */
async function byChance(service: RaceService, requests: Requests, number: number, random: () => number) {
  const turn = number % 4;
  if (turn === 0) return withCommitsTogether(service, requests);
  if (turn === 2) service.faults.next('TransactWriteItems', 'transaction conflict', 1);
  if (turn === 3) service.faults.next('TransactWriteItems', 'lost acknowledgement', 1);
  const answers = await leftToChance(service, requests, random);
  service.faults.clear();
  return answers;
}
