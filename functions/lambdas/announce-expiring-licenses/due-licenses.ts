import type { Instant } from '../../domain/misp.ts';
import { fallsDueAt, tightestDue } from '../../domain/running-out.ts';
import type { NoticeStore, RunningOut } from '../../storage/notice-store.ts';

/** Ends older than this are not announced. Notices are kept for longer, so none is repeated. */
const NEWS_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** A MISP with a threshold that was due at this time. */
export interface Due extends RunningOut {
  readonly dueAt: Instant;
}

/**
 * All MISPs of which a threshold fell due in some time, in the order in which it did: a caller that stops on the way knows how far
 * everything is done. Each MISP comes once, with the tightest threshold that has fallen due by now.
 * What ran out more than 30 days ago is left out.
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
  // A threshold falls due as long before a MISP runs out as it says: the time of the one is that of the other, moved.
  const ahead = -fallsDueAt(0, noticeDays);
  const soonest = from === undefined ? now : Math.max(from + ahead, now - NEWS_FOR_MS);
  for await (const { mispId, runsOutAt } of store.runningOut(soonest, now + ahead)) {
    if (tightestDue(runsOutAt, thresholds, now) !== noticeDays) continue;
    yield { mispId, runsOutAt, dueAt: fallsDueAt(runsOutAt, noticeDays) };
  }
}
