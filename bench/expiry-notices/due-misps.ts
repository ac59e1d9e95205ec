import type { Misp } from '../../functions/domain/misp.ts';
import { Population } from '../scale/population.ts';
import type { Notice } from './notice.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/**
 * How long before now the thresholds fell due. Less than a day, so that no MISP has run out, not even with a threshold
 * of one day: a first run would not announce it. More than ten minutes, because each run queries the last ten again.
 */
const DUE = { earliestMs: 22 * HOUR_MS, latestMs: 2 * HOUR_MS } as const;

/** MISPs as they are stored, and the notices that are due for them now. */
export interface StoredMisps {
  readonly misps: readonly Misp[];
  readonly due: readonly Notice[];
}

/**
 * MISPs for a first run: as many with a threshold that is due as without.
 * @param dueCount how many are due. They take each threshold in turn.
 * @param now in milliseconds since 1970.
 */
export function storedMisps(dueCount: number, thresholds: readonly number[], now: number): StoredMisps {
  const population = new Population(now);
  const all = Array.from({ length: 2 * dueCount }, (_, index) => population.at(index));
  const due = all.slice(0, dueCount).map(({ id }, index) => {
    const days = thresholds[index % thresholds.length];
    if (days === undefined) throw new RangeError('The function has no threshold');
    return { mispId: id, days };
  });
  const step = (DUE.earliestMs - DUE.latestMs) / dueCount;
  const misps = all.map((misp, index) => {
    const days = due[index]?.days;
    if (days === undefined) return misp;
    return expiringAt(misp, Math.floor(now - DUE.earliestMs + index * step) + days * DAY_MS);
  });
  return { misps, due };
}

/** The MISP with this end of its only licence that works. */
function expiringAt(misp: Misp, validTo: number): Misp {
  const [working, ...others] = misp.licenses;
  return working === undefined ? misp : { ...misp, licenses: [{ ...working, validTo }, ...others] };
}
