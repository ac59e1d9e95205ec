import type { Instant, License, Misp } from './misp.ts';
import { isImported } from './server-clocks.ts';

/** When a MISP runs out, and when to announce it: docs/rules.md, "Last expiry". */

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The licence with which a MISP runs out: the one with the latest end among those switched on; of equal ends the one
 * issued last. It may have ended already.
 * @returns undefined if the MISP is not approved or not active, or no licence is switched on.
 */
export function lastLicense({ status, isActive, licenses }: Misp): License | undefined {
  if (status !== 'approved' || !isActive) return undefined;
  return licenses
    .filter((license) => license.isSwitchedOn)
    .reduce<License | undefined>(
      (last, one) => (last !== undefined && last.validTo > one.validTo ? last : one),
      undefined,
    );
}

/** An announcement about a MISP. */
export interface ExpiryNotice {
  readonly license: License;
  /** The threshold that is due, in days before the MISP runs out. */
  readonly noticeDays: number;
}

/** When a threshold is due for a MISP that runs out at this time. */
export const fallsDueAt = (runsOutAt: Instant, noticeDays: number): Instant => runsOutAt - noticeDays * DAY_MS;

/** The days left, rounded up; never below 0. */
export const daysLeft = (now: Instant, runsOutAt: Instant): number =>
  Math.max(0, Math.ceil((runsOutAt - now) / DAY_MS));

/** The tightest threshold that is due for a MISP that runs out at this time; undefined if none is. */
export function tightestDue(runsOutAt: Instant, thresholds: readonly number[], now: Instant): number | undefined {
  const due = thresholds.filter((noticeDays) => fallsDueAt(runsOutAt, noticeDays) <= now);
  return due.length === 0 ? undefined : Math.min(...due);
}

/**
 * The announcement that is due for a MISP now: the tightest threshold, unless it was already past when the licence
 * was issued or last changed, or the MISP activated. Earlier announcements are not considered, and of these times none
 * that was imported and lies ahead.
 * @param thresholds in days.
 */
export function noticeOf(misp: Misp, thresholds: readonly number[], now: Instant): ExpiryNotice | undefined {
  const license = lastLicense(misp);
  if (license === undefined) return undefined;
  const noticeDays = tightestDue(license.validTo, thresholds, now);
  if (noticeDays === undefined) return undefined;
  const times = [misp.activeSince, license.createdAt, license.updatedAt ?? license.createdAt];
  const since = Math.max(...times.filter((time) => !isImported(time, now)));
  return fallsDueAt(license.validTo, noticeDays) > since ? { license, noticeDays } : undefined;
}
