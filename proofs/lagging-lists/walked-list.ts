import type { Standing } from './tracked-misp.ts';

/** What a page says of a MISP. */
export interface Shown {
  readonly misp: {
    readonly id: string;
    readonly name: string;
    readonly status_code: string;
    readonly createdDateTime: string;
  };
  readonly misp_licenses: readonly { readonly isActive: boolean; readonly validToDate: string }[];
}

/** A list that is walked: a place in it is what a MISP is sorted by, and undefined where it is not in the list. */
export interface WalkedList {
  readonly title: string;
  /** Without `limit` and `cursor`. */
  readonly path: string;
  readonly placeOf: (standing: Standing) => string | undefined;
  /** By what the page says of it. */
  readonly shownPlaceOf: (shown: Shown) => string | undefined;
  readonly isNewestFirst?: boolean;
  /** A registration keeps its place, whatever becomes of it, for as long as it is in the list. */
  readonly sortedBy: 'registration' | 'name' | 'end';
}

const withQuery = (query: Readonly<Record<string, string>>) => `/misps?${new URLSearchParams(query)}`;

type Order = 'oldest' | 'newest';
const orderQuery = (order: Order): Readonly<Record<string, string>> => (order === 'newest' ? { order } : {});
const fromEnd = (order: Order) => (order === 'newest' ? ' from the newest' : '');

/** All MISPs. A registration has no other place: its time and its id stay. */
export const allOf = (order: Order): WalkedList => ({
  title: `the list${fromEnd(order)}`,
  path: withQuery(orderQuery(order)),
  placeOf: () => 'registered',
  shownPlaceOf: () => 'registered',
  isNewestFirst: order === 'newest',
  sortedBy: 'registration',
});

export const ofStatus = (status: Standing['status'], order: Order): WalkedList => ({
  ...allOf(order),
  title: `the list of ${status}${fromEnd(order)}`,
  path: withQuery({ status, ...orderQuery(order) }),
  placeOf: (standing) => (standing.status === status ? 'registered' : undefined),
  shownPlaceOf: ({ misp }) => (misp.status_code === status ? 'registered' : undefined),
});

/** What of some ends counts as that of the MISP. */
function lastBefore(ends: readonly string[], before: string): string | undefined {
  const last = ends.toSorted().at(-1);
  return last !== undefined && last < before ? last : undefined;
}

/** @param before ISO, UTC. */
export const runningOut = (before: string): WalkedList => ({
  title: 'the list of what runs out',
  path: withQuery({ expiringBefore: before }),
  placeOf: ({ status, isActive, ends }) =>
    status === 'approved' && isActive ? lastBefore([...ends.values()], before) : undefined,
  // While a MISP is approved and active, a licence is so when it is switched on; else none is.
  shownPlaceOf: ({ misp_licenses }) =>
    lastBefore(
      misp_licenses.filter(({ isActive }) => isActive).map(({ validToDate }) => `${validToDate}Z`),
      before,
    ),
  sortedBy: 'end',
});

/** How the service compares names, for those that this proof makes up. */
const normalized = (name: string) => name.toLowerCase();
const withPrefix = (name: string, prefix: string) =>
  normalized(name).startsWith(normalized(prefix)) ? normalized(name) : undefined;

const ofNames = (prefix: string): Omit<WalkedList, 'title' | 'path'> => ({
  placeOf: ({ name }) => withPrefix(name, prefix),
  shownPlaceOf: ({ misp }) => withPrefix(misp.name, prefix),
  sortedBy: 'name',
});

export const named = (prefix: string): WalkedList => ({
  ...ofNames(prefix),
  title: `the list of names with ${prefix}`,
  path: withQuery({ name: prefix }),
});

export const searchFor = (prefix: string): WalkedList => ({
  ...ofNames(prefix),
  title: `the search for ${prefix}`,
  path: `/misps/name/${encodeURIComponent(prefix)}?`,
});

/** The text by which a list is sorted. */
export function orderIn({ sortedBy, shownPlaceOf }: WalkedList, shown: Shown): string {
  const { createdDateTime, id } = shown.misp;
  return `${sortedBy === 'registration' ? createdDateTime : (shownPlaceOf(shown) ?? '')}\u0001${id}`;
}
