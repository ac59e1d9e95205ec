import { NOW } from '../../test/support/sample-misp.ts';
import type { Mutation } from './announcer-process.ts';
import { DAY_MS } from './judge-announcements.ts';
import { type ImportedMisp, importedMisp } from './population.ts';
import { Stage, THRESHOLDS } from './stage.ts';

const HOUR_MS = 60 * 60 * 1000;
/** One in this many of the MISPs without anything due runs out within the widest threshold. */
const NEAR = 20;

/** Makes the same MISPs fall due in a table of this size, in one hour after a first run. */
export async function inTableOf(size: number, due: number, random: () => number, mutation: Mutation): Promise<Stage> {
  const issuedAt = NOW - 60 * DAY_MS;
  const falling = (number: number): ImportedMisp => {
    const dueAt = NOW + Math.floor(((number + 0.5) / due) * HOUR_MS);
    return { licenses: [{ validTo: dueAt + THRESHOLDS[number % THRESHOLDS.length]! * DAY_MS, issuedAt }] };
  };
  const other = (number: number): ImportedMisp => {
    const days = 50 * random();
    const isOver = number % 2 === 0;
    if (number % NEAR === 0) {
      return { licenses: [{ validTo: NOW + 20 * DAY_MS + Math.floor(random() * DAY_MS), issuedAt: NOW - DAY_MS }] };
    }
    const validTo = isOver ? NOW - (days + 1) * DAY_MS : NOW + (40 + days) * DAY_MS;
    return { licenses: [{ validTo: Math.floor(validTo), issuedAt }] };
  };
  const imported = Array.from({ length: size }, (_, number) =>
    importedMisp(number, number < due ? falling(number) : other(number), NOW),
  );
  const stage = await Stage.open(imported, { now: NOW, mutation });
  try {
    await stage.run();
    stage.now += HOUR_MS;
    await stage.run();
    return stage;
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
