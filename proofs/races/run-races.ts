import { randomFrom } from '../../test/support/random.ts';
import { checkHistory } from '../linearizability/check-history.ts';
import { drawnKeys } from '../linearizability/drawn-keys.ts';
import { withObstacles } from '../model/obstacles.ts';
import { type Mutation, startProvingGround } from '../model/proving-ground.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { allRaces } from './all-races.ts';
import { Interleavings } from './interleavings.ts';
import type { Race } from './race.ts';
import { runAtOnce } from './run-at-once.ts';
import { forcedSchedule, randomSchedule } from './schedules.ts';

/** Concurrent races: a forced order does not depend on time, and the others may disturb each other. */
const AT_ONCE = 4;
const CONFIGURATION = { errorCodes: '1.1.4', visibility: 'full' } as const;

/**
 * Runs every race this many times, half of them in forced orders, half by chance with injected faults. Looks for an
 * order of the requests that explains each round.
 */
export async function runRaces(
  rounds: number,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
  mutation: Mutation = {},
  races: readonly Race[] = allRaces,
): Promise<ProofResult> {
  const { newKey, drawn } = drawnKeys();
  const ground = await startProvingGround(withObstacles({ ...mutation, newKey }));
  const counts = { rounds: 0, requests: 0, forced: 0, conflicts: 0, 'lost answers': 0, rows: 0 };
  const more = { 'licences removed': 0, 'distinct orders of pairs': 0 };
  const violations: string[] = [];
  const run = async ({ name, variants }: Race, random: () => number) => {
    const interleavings = variants.map(() => new Interleavings());
    for (let number = 0; number < rounds; number += 1) {
      const isForced = number % 2 === 0;
      const turn = Math.floor(number / 2);
      const [start, orders] = [variants[turn % variants.length]!, interleavings[turn % variants.length]!];
      const clients = start.calls.length;
      const schedule = isForced
        ? forcedSchedule(clients, orders, random)
        : randomSchedule(clients, Math.floor(turn / variants.length), random, counts);
      const service = await ground.fresh(CONFIGURATION);
      try {
        const ran = await runAtOnce(service, start, schedule);
        const title = `${name}, round ${number + 1} of seed ${seed}`;
        violations.push(...checkHistory({ title, configuration: CONFIGURATION, drawn, ...ran }).violations);
        counts.rows += ran.rows.length;
        more['licences removed'] += ran.rows.flatMap((row) => row.removedLicenseKeyHashes ?? []).length;
      } finally {
        await service.drop();
      }
      if (isForced && clients === 2) orders.next();
      counts.rounds += 1;
      counts.forced += isForced ? 1 : 0;
      counts.requests += clients;
    }
    more['distinct orders of pairs'] += interleavings.reduce((sum, { seen }) => sum + seen, 0);
    progress(`${name}: ${rounds} rounds, ${violations.length} violations so far`);
  };
  const left = races.entries();
  const work = async () => {
    for (const [index, race] of left) await run(race, randomFrom(seed * 10_007 + index));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await ground.stop();
  }
  return { figures: { ...counts, ...more }, violations };
}
