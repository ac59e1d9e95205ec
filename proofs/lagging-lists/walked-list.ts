import type { MispState } from './tracked-misp.ts';

/** The fields used of a MISP in a page. */
export interface Shown {
  readonly misp: {
    readonly id: string;
    readonly name: string;
    readonly status_code: string;
    readonly createdDateTime: string;
  };
  readonly misp_licenses: readonly { readonly isActive: boolean; readonly validToDate: string }[];
}

/** A list to walk. A place is the sort value of a MISP, undefined if it is not in the list. */
export interface WalkedList {
  readonly title: string;
  /** Without `limit` and `cursor`. */
  readonly path: string;
  readonly placeOf: (state: MispState) => string | undefined;
  /** From what the page shows. */
  readonly shownPlaceOf: (shown: Shown) => string | undefined;
  readonly isNewestFirst?: boolean;
  /** A registration keeps its place while it is in the list, whatever changes. */
  readonly sortedBy: 'registration' | 'name' | 'end';
}

const withQuery = (query: Readonly<Record<string, string>>) => `/misps?${new URLSearchParams(query)}`;

type Order = 'oldest' | 'newest';
const orderQuery = (order: Order): Readonly<Record<string, string>> => (order === 'newest' ? { order } : {});
const fromEnd = (order: Order) => (order === 'newest' ? ' from the newest' : '');

/** All MISPs. The place of a registration never changes. */
export const allOf = (order: Order): WalkedList => ({
  title: `the list${fromEnd(order)}`,
  path: withQuery(orderQuery(order)),
  placeOf: () => 'registered',
  shownPlaceOf: () => 'registered',
  isNewestFirst: order === 'newest',
  sortedBy: 'registration',
});

export const ofStatus = (status: MispState['status'], order: Order): WalkedList => ({
  ...allOf(order),
  title: `the list of ${status}${fromEnd(order)}`,
  path: withQuery({ status, ...orderQuery(order) }),
  placeOf: (state) => (state.status === status ? 'registered' : undefined),
  shownPlaceOf: ({ misp }) => (misp.status_code === status ? 'registered' : undefined),
});

/** The latest of these ends, if it is before this time: the MISP's own. */
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
  // A licence is active if the MISP is approved and active and the licence switched on.
  shownPlaceOf: ({ misp_licenses }) =>
    lastBefore(
      misp_licenses.filter(({ isActive }) => isActive).map(({ validToDate }) => `${validToDate}Z`),
      before,
    ),
  sortedBy: 'end',
});

/** How the service compares names, for the names of this proof. */
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
