import type { Instant } from '../../domain/misp.ts';
import { fallsDueAt, tightestDue } from '../../domain/running-out.ts';
import type { NoticeStore, RunningOut } from '../../storage/notice-store.ts';

/** A MISP with a threshold, and when it fell due. */
export interface Due extends RunningOut {
  readonly dueAt: Instant;
}

/** Which thresholds to look for. */
export interface Period {
  /** Those that fell due from then on; undefined for all. */
  readonly from: Instant | undefined;
  /** Only of MISPs that run out then or later. */
  readonly endsFrom: Instant;
  /** And until now. */
  readonly now: Instant;
}

/**
 * All MISPs with a threshold that fell due in this period, in the order in which it did, so that a caller that stops
 * early knows how far everything is done. Each MISP comes once, with the tightest threshold due by now.
 */
export async function* dueLicenses(
  store: Pick<NoticeStore, 'runningOut'>,
  thresholds: readonly number[],
  period: Period,
): AsyncIterable<Due> {
  const walks = thresholds.map((noticeDays) => ofThreshold(store, noticeDays, thresholds, period));
  const heads = await Promise.all(walks.map(next));
  for (;;) {
    const first = indexOfFirst(heads);
    const [walk, head] = [walks[first], heads[first]];
    if (walk === undefined || head === undefined) return;
    yield head;
    heads[first] = await next(walk);
  }
}

async function next(walk: AsyncGenerator<Due, void>): Promise<Due | undefined> {
  const { value, done } = await walk.next();
  return done ? undefined : value;
}

/** -1 when all walks have ended. */
function indexOfFirst(heads: readonly (Due | undefined)[]): number {
  return heads.reduce((first, head, index) => {
    const earliest = heads[first];
    return head !== undefined && (earliest === undefined || head.dueAt < earliest.dueAt) ? index : first;
  }, -1);
}

async function* ofThreshold(
  store: Pick<NoticeStore, 'runningOut'>,
  noticeDays: number,
  thresholds: readonly number[],
  { from, endsFrom, now }: Period,
): AsyncGenerator<Due, void> {
  // The time from the due date of the threshold until the MISP runs out.
  const ahead = -fallsDueAt(0, noticeDays);
  const soonest = from === undefined ? endsFrom : Math.max(from + ahead, endsFrom);
  for await (const { mispId, runsOutAt } of store.runningOut(soonest, now + ahead)) {
    if (tightestDue(runsOutAt, thresholds, now) !== noticeDays) continue;
    yield { mispId, runsOutAt, dueAt: fallsDueAt(runsOutAt, noticeDays) };
  }
}
