import { type MispHistory, type Period, periodsBetween, runsOut } from './misp-history.ts';

/**
 * What must be announced, by the contract alone (docs/rules.md, "Last expiry"), from the histories of the MISPs and the
 * times of the runs.
 */

/** An event as the bus received it. */
export interface Announcement {
  readonly recordId: string;
  readonly time: number;
  readonly mispId: string;
  readonly version: number;
  readonly licenseKeyHash: string;
  readonly validTo: number;
  readonly daysLeft: number;
  readonly notice: number;
  /** Its positions in the order of events: stored after the first, before the second. */
  readonly sent: number;
  readonly stored: number;
}

/** A run of the function. */
export interface Run {
  readonly at: number;
  /** Its end, on the test's clock. */
  readonly until: number;
  /** Whether nothing kept it from doing all its work. */
  readonly isWhole: boolean;
}

export interface Judged {
  readonly violations: readonly string[];
  /** Number of announcements of each threshold. */
  readonly byNotice: ReadonlyMap<number, number>;
  /** MISPs and thresholds that a run had to announce. */
  readonly expected: number;
  /** Those of them that the previous run would have found without the lag of the index. */
  readonly foundLate: number;
  /**
   * Thresholds that had already passed when the licence was issued, extended or switched on, or the MISP activated.
   */
  readonly alreadyPassed: number;
  /** Thresholds that fell due for MISPs that, before a run came, were changed to run out later or never. */
  readonly withdrawn: number;
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/** When a threshold falls due. */
const fallsDue = (runsOutAt: number, notice: number) => runsOutAt - notice * DAY_MS;
/** The tightest of the thresholds that fell due. */
const tightest = (runsOutAt: number, thresholds: readonly number[], now: number): number | undefined =>
  thresholds.filter((notice) => fallsDue(runsOutAt, notice) <= now).toSorted((one, other) => one - other)[0];
const iso = (at: number) => new Date(at).toISOString();
const keyOf = (mispId: string, runsOutAt: number, notice: number) => `${mispId} ${runsOutAt} ${notice}`;

/**
 * Judges all announcements.
 * @param lagMs the longest lag of the index: what it hides from a run, the next run must find.
 */
export function judgeAnnouncements(
  histories: ReadonlyMap<string, MispHistory>,
  announcements: readonly Announcement[],
  runs: readonly Run[],
  { thresholds, lagMs }: { readonly thresholds: readonly number[]; readonly lagMs: number },
): Judged {
  const times = new Set(runs.map(({ at }) => at));
  const wrong = announcements.flatMap((one) => judgeOne(one, histories.get(one.mispId), thresholds, times));
  const announced = Map.groupBy(announcements, ({ mispId, validTo, notice }) => keyOf(mispId, validTo, notice));
  const doubled = [...announced.values()]
    .filter(({ length }) => length > 1)
    .map(([one, ...more]) => `${nameOf(one!)} was announced ${more.length + 1} times`);
  const counts = { expected: 0, foundLate: 0, alreadyPassed: 0, withdrawn: 0 };
  const missed: string[] = [];
  const whole = runs.filter(({ isWhole }) => isWhole);
  for (const [index, run] of whole.entries()) {
    const before = whole[index - 1]?.at;
    for (const history of histories.values()) {
      const found = dueIn(history, run, before, thresholds, lagMs);
      if (found === undefined) continue;
      counts[found.kind] += 1;
      if (found.kind !== 'expected') continue;
      if (before !== undefined && found.due <= before) counts.foundLate += 1;
      const events = announced.get(keyOf(history.id, found.runsOutAt, found.notice)) ?? [];
      // A concurrent run may have been quicker.
      if (events.some(({ time }) => time <= run.until)) continue;
      const what = `threshold ${found.notice} of MISP ${history.id}, which runs out at ${iso(found.runsOutAt)}`;
      const later = events.length === 0 ? '' : ', which was announced later';
      missed.push(`The run of ${iso(run.at)} left out ${what}${later}`);
    }
  }
  const byNotice = new Map(
    thresholds.map((notice) => [notice, announcements.filter((one) => one.notice === notice).length]),
  );
  return { violations: [...wrong, ...doubled, ...missed], byNotice, ...counts };
}

const nameOf = ({ mispId, notice, validTo }: Announcement) =>
  `Threshold ${notice} of MISP ${mispId}, which runs out at ${iso(validTo)},`;

/** Judges an event by the history of its MISP. */
function judgeOne(
  announcement: Announcement,
  history: MispHistory | undefined,
  thresholds: readonly number[],
  runTimes: ReadonlySet<number>,
): readonly string[] {
  const { notice, time, version, validTo, daysLeft } = announcement;
  const name = nameOf(announcement);
  const index = history?.periods.findIndex(({ state }) => state.version === version) ?? -1;
  const period = history?.periods[index];
  if (period === undefined) return [`${name} was announced with version ${version}, which never existed`];
  const next = history?.periods[index + 1];
  const end = runsOut(period.state);
  if (end === undefined) return [`${name} was announced although the MISP did not run out in version ${version}`];
  const due = fallsDue(end.at, notice);
  const expectedDays = Math.max(0, Math.ceil((end.at - time) / DAY_MS));
  return [
    ...(isCurrent(announcement, period, next)
      ? []
      : [`${name} was announced with version ${version}, which was over by then`]),
    ...(runTimes.has(time) ? [] : [`${name} was announced at ${iso(time)}, when there was no run`]),
    ...(end.at === validTo ? [] : [`${name} was announced although the MISP ran out at ${iso(end.at)}`]),
    ...(end.hash === announcement.licenseKeyHash ? [] : [`${name} was announced with another licence`]),
    ...(daysLeft === expectedDays ? [] : [`${name} was announced with ${daysLeft} days left, must be ${expectedDays}`]),
    ...(tightest(end.at, thresholds, time) === notice ? [] : [`${name} was announced, which is not the tightest due`]),
    ...(due > end.since ? [] : [`${name} was announced although it had already passed at ${iso(end.since)}`]),
  ];
}

/**
 * Whether the period was current when the announcement was stored: the next change had not been answered when it was
 * sent.
 */
const isCurrent = ({ sent, stored }: Announcement, period: Period, next: Period | undefined) =>
  period.asked < stored && (next === undefined || next.answered > sent);

type Found =
  | { readonly kind: 'expected'; readonly runsOutAt: number; readonly notice: number; readonly due: number }
  | { readonly kind: 'alreadyPassed' | 'withdrawn' };

/**
 * What fell due for a MISP since the previous run, and what had to be announced; undefined if nothing fell due or
 * nothing is promised.
 */
function dueIn(
  history: MispHistory,
  run: Run,
  before: number | undefined,
  thresholds: readonly number[],
  lagMs: number,
): Found | undefined {
  const since = before === undefined ? Number.NEGATIVE_INFINITY : before - lagMs;
  const then = periodsBetween(history, run.at, run.until);
  const end = runsOut(then[0]!.state);
  const notice = end && tightest(end.at, thresholds, run.at);
  const due = end && notice !== undefined ? fallsDue(end.at, notice) : undefined;
  const isNew = due !== undefined && due > since;
  if (end === undefined || notice === undefined || due === undefined || !isNew) {
    return wasDue(history, run, since, thresholds) ? { kind: 'withdrawn' } : undefined;
  }
  if (due <= end.since) return { kind: 'alreadyPassed' };
  // There is no outage before the first run: it need not announce what had already run out.
  if (before === undefined && end.at < run.at) return undefined;
  // A revocation of a later licence can move the end so that the threshold has already passed: then no notice is
  // promised.
  const isSettled = periodsBetween(history, Math.min(due, run.at - lagMs), run.until).every(({ state }) => {
    const there = runsOut(state);
    return there?.at === end.at && there.since < due;
  });
  return isSettled ? { kind: 'expected', runsOutAt: end.at, notice, due } : undefined;
}

/** Whether a threshold fell due in a period that had ended when the run came. */
const wasDue = (history: MispHistory, run: Run, since: number, thresholds: readonly number[]) =>
  history.periods.some(({ from, state }, index) => {
    const end = runsOut(state);
    const until = Math.min(run.at, history.periods[index + 1]?.from ?? Number.NEGATIVE_INFINITY);
    if (end === undefined) return false;
    const dues = thresholds.map((notice) => fallsDue(end.at, notice));
    return dues.some((due) => due > since && due > end.since && due >= from && due <= until);
  });
