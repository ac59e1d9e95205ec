import { NOW } from '../../test/support/sample-misp.ts';
import type { Mutation } from './announcer-process.ts';
import { Changes } from './changes.ts';
import { DAY_MS } from './judge-announcements.ts';
import { importedMisp } from './population.ts';
import { Stage } from './stage.ts';

export interface LagSize {
  readonly misps: number;
  readonly hours: number;
}

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** Far longer than a DynamoDB index ever lags, but within what the service allows for. */
const LONGEST_LAG_MS = 9 * MINUTE_MS;

/**
 * Sets ends of licences right before each run, so that a threshold falls due before it, while the index lags by
 * minutes.
 */
export async function underLag({ misps, hours }: LagSize, random: () => number, mutation: Mutation): Promise<Stage> {
  const license = { validTo: NOW + 80 * DAY_MS, issuedAt: NOW - 10 * DAY_MS };
  const imported = Array.from({ length: misps }, (_, number) => importedMisp(number, { licenses: [license] }, NOW));
  const stage = await Stage.open(imported, { now: NOW, mutation, longestLagMs: LONGEST_LAG_MS });
  try {
    const changes = new Changes(stage, random);
    const ids = [...stage.histories.keys()];
    await stage.run();
    for (let hour = 1; hour <= hours; hour += 1) {
      const next = NOW + hour * HOUR_MS;
      stage.lagMs = Math.ceil((0.3 + 0.7 * random()) * LONGEST_LAG_MS);
      const some = ids.filter((_, index) => index % hours === hour - 1);
      const step = LONGEST_LAG_MS / (some.length + 1);
      stage.now = next - LONGEST_LAG_MS;
      for (const id of some) {
        stage.now += Math.floor(step * 0.9);
        // Due before the run or shortly after it.
        await changes.dueIn(id, 1000 + Math.floor(random() * 1.2 * (next - stage.now)));
      }
      stage.now = next;
      await stage.run();
    }
    stage.lagMs = 0;
    stage.now += HOUR_MS;
    await stage.run();
    return stage;
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
