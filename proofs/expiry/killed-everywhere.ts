import { NOW } from '../../test/support/sample-misp.ts';
import type { Mutation } from './announcer-process.ts';
import { DAY_MS } from './judge-announcements.ts';
import { importedMisp } from './population.ts';
import { Stage, THRESHOLDS } from './stage.ts';

const MINUTE_MS = 60 * 1000;
/** A run that has not ended after this many calls never will. */
const MAX_CALLS = 10_000;

/** Kills a run at each of its calls, before and after the store carries it out, until one run completes. */
export async function killedEverywhere(due: number, random: () => number, mutation: Mutation): Promise<Stage> {
  const back = NOW + 10 * DAY_MS;
  const issuedAt = NOW - 60 * DAY_MS;
  const imported = Array.from({ length: due }, (_, number) => {
    const notice = THRESHOLDS[number % THRESHOLDS.length]!;
    const dueAt = NOW + Math.floor(random() * (back - NOW));
    return importedMisp(number, { licenses: [{ validTo: dueAt + notice * DAY_MS, issuedAt }] }, NOW);
  });
  const stage = await Stage.open(imported, { now: NOW, mutation });
  try {
    await stage.run();
    stage.now = back;
    for (let call = 1; call <= MAX_CALLS; call += 1) {
      for (const place of ['before', 'after'] as const) {
        stage.now += MINUTE_MS;
        const { isDead } = await stage.run({ death: { call, place } });
        if (!isDead) return stage;
      }
    }
    throw new Error(`No run ended within ${MAX_CALLS} calls`);
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
