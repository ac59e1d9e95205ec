import { hasPrefix, isVisibleAt, nameOrder, nameThroughout, type TrackedMisp } from './tracked-misp.ts';
import type { Walk } from './walk.ts';

export interface Judged {
  readonly violations: readonly string[];
  /** MISPs that this walk had to show exactly once. */
  readonly owed: number;
}

/**
 * Holds a walk against the contract: the list shows every MISP that existed throughout exactly once, a search every one whose
 * name did not change meanwhile; both in their order.
 * @param lagMs how far an index may have been behind.
 */
export function judgeWalk(made: Walk, misps: readonly TrackedMisp[], lagMs: number): Judged {
  const { prefix, limit, startedAt, endedAt, pages, failure } = made;
  const title = `${prefix === undefined ? 'A walk of the list' : `A walk of the search for ${prefix}`} by ${limit}`;
  if (failure !== undefined) return { violations: [`${title}: ${failure}`], owed: 0 };
  const shown = pages.flatMap((page) => page.shown);
  const times = Map.groupBy(shown, ({ id }) => id);
  const owed = misps.filter((misp) => {
    if (!isVisibleAt(misp, startedAt, lagMs)) return false;
    const name = nameThroughout(misp, startedAt, endedAt, lagMs);
    return prefix === undefined || (name !== undefined && hasPrefix(name, prefix));
  });
  // A MISP keeps its place in the list, whatever becomes of it; in a search only one that is renamed may come twice.
  const once = prefix === undefined ? [...times.keys()] : owed.map(({ id }) => id);
  const doubled = once.filter((id) => (times.get(id)?.length ?? 0) > 1);
  const missed = owed.filter(({ id }) => !times.has(id));
  const strangers = prefix === undefined ? [] : shown.filter(({ name }) => !hasPrefix(name, prefix));
  const keys = shown.map(({ id, name, createdDateTime }) =>
    prefix === undefined ? createdDateTime : nameOrder(name, id),
  );
  const isSorted = keys.every((key, index) => index === 0 || keys[index - 1]! <= key);
  const wrongNames = misps.filter((misp) => {
    const name = isVisibleAt(misp, startedAt, lagMs) ? nameThroughout(misp, startedAt, endedAt, lagMs) : undefined;
    return name !== undefined && times.get(misp.id)?.some((one) => one.name !== name);
  });
  return {
    owed: owed.length,
    violations: [
      ...doubled.map((id) => `${title} showed MISP ${id} ${times.get(id)?.length} times`),
      ...missed.map(({ id }) => `${title} did not show MISP ${id}`),
      ...strangers.map(({ id }) => `${title} showed MISP ${id}, whose name begins otherwise`),
      ...wrongNames.map(({ id }) => `${title} showed MISP ${id} by a name that it did not have then`),
      ...(isSorted ? [] : [`${title} was not in order`]),
    ],
  };
}
