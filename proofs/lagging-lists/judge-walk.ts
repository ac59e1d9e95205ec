import { isVisibleAt, statesWithin, type TrackedMisp } from './tracked-misp.ts';
import type { Page, Walk } from './walk.ts';
import { orderIn, type Shown } from './walked-list.ts';

export interface Judged {
  readonly violations: readonly string[];
  /** MISPs that this walk had to show exactly once. */
  readonly expected: number;
}

/**
 * Compares a walk with the contract: it shows every MISP exactly once that kept its place in the list, none that is not
 * in the list, and all in order.
 * @param lagMs the longest lag of an index.
 */
export function judgeWalk(made: Walk, misps: readonly TrackedMisp[], lagMs: number): Judged {
  const { list, limit, startedAt, endedAt, pages, failure } = made;
  const title = `A walk of ${list.title} by ${limit}`;
  if (failure !== undefined) return { violations: [`${title}: ${failure}`], expected: 0 };
  const shown = pages.flatMap((page) => page.shown);
  const times = Map.groupBy(shown, ({ misp }) => misp.id);
  /** Its only place throughout; undefined if it had none or several. */
  const placeThroughout = (misp: TrackedMisp): string | undefined => {
    if (!isVisibleAt(misp, startedAt, lagMs)) return undefined;
    const places = new Set(statesWithin(misp, startedAt, endedAt, lagMs).map(list.placeOf));
    return places.size === 1 ? [...places][0] : undefined;
  };
  const expected = misps.flatMap((misp) => {
    const place = placeThroughout(misp);
    return place === undefined ? [] : [{ id: misp.id, place }];
  });
  // A registration keeps its place even if the MISP leaves the list and returns. In any other order a MISP may appear
  // twice only if it moved.
  const once = list.sortedBy === 'registration' ? [...times.keys()] : expected.map(({ id }) => id);
  const doubled = once.filter((id) => (times.get(id)?.length ?? 0) > 1);
  const missed = expected.filter(({ id }) => !times.has(id));
  const foreign = shown.filter((one) => list.shownPlaceOf(one) === undefined);
  const misplaced = expected.filter(({ id, place }) => times.get(id)?.some((one) => list.shownPlaceOf(one) !== place));
  const orders = shown.map((one) => orderIn(list, one));
  if (list.isNewestFirst) orders.reverse();
  const isSorted = orders.every((order, index) => index === 0 || orders[index - 1]! <= order);
  return {
    expected: expected.length,
    violations: [
      ...doubled.map((id) => `${title} showed MISP ${id} ${times.get(id)?.length} times`),
      ...missed.map(({ id }) => `${title} did not show MISP ${id}`),
      ...foreign.map(({ misp }) => `${title} showed MISP ${misp.id}, which is not in it`),
      ...misplaced.map(({ id }) => `${title} showed MISP ${id} at a place that it did not have at that time`),
      ...(isSorted ? [] : [`${title} was not in order`]),
    ],
  };
}

/** How often pages showed a MISP at a former place, which only a lagging index does. */
export function stalePlaces({ list, pages }: Walk, misps: readonly TrackedMisp[]): number {
  const statesOf = new Map(misps.map(({ id, states }) => [id, states]));
  const isStale = (one: Shown, { askedAt, answeredAt }: Page) => {
    const states = statesOf.get(one.misp.id) ?? [];
    const last = states.findLastIndex((each) => each.answeredAt < askedAt);
    const since = states.slice(Math.max(0, last)).filter((each) => each.askedAt <= answeredAt);
    return last >= 0 && since.every(({ state }) => list.placeOf(state) !== list.shownPlaceOf(one));
  };
  return pages.flatMap((page) => page.shown.filter((one) => isStale(one, page))).length;
}
