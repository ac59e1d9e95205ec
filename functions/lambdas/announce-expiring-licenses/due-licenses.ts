import type { Instant } from '../../domain/misp.ts';
import { fallsDueAt, tightestDue } from '../../domain/running-out.ts';
import type { NoticeStore, RunningOut } from '../../storage/notice-store.ts';

/** Ends older than this are not announced. Notices are kept for longer, so none is repeated. */
const ANNOUNCED_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** A MISP with a threshold, and when it fell due. */
export interface Due extends RunningOut {
  readonly dueAt: Instant;
}

/**
 * All MISPs with a threshold that fell due in this period, in the order in which it did, so that a caller that stops
 * early knows how far everything is done. Each MISP comes once, with the tightest threshold due by now. MISPs that ran
 * out more than 30 days ago are left out.
 * @param from undefined for all that have not run out yet.
 */
export async function* dueLicenses(
  store: Pick<NoticeStore, 'runningOut'>,
  thresholds: readonly number[],
  from: Instant | undefined,
  now: Instant,
): AsyncIterable<Due> {
  const walks = thresholds.map((noticeDays) => ofThreshold(store, noticeDays, thresholds, from, now));
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
  from: Instant | undefined,
  now: Instant,
): AsyncGenerator<Due, void> {
  // The time from the due date of the threshold until the MISP runs out.
  const ahead = -fallsDueAt(0, noticeDays);
  const soonest = from === undefined ? now : Math.max(from + ahead, now - ANNOUNCED_FOR_MS);
  for await (const { mispId, runsOutAt } of store.runningOut(soonest, now + ahead)) {
    if (tightestDue(runsOutAt, thresholds, now) !== noticeDays) continue;
    yield { mispId, runsOutAt, dueAt: fallsDueAt(runsOutAt, noticeDays) };
  }
}
