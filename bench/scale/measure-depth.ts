import { normalizeName } from '../../functions/domain/organization-name.ts';
import { cursorListOf, toCursor } from '../../functions/operation/cursor.ts';
import type { MispList } from '../../functions/storage/misp-store.ts';
import type { Cost, costMeter } from './cost.ts';
import { AFTER_EVERY_EXPIRY, PAGE_LIMIT } from './measured-cases.ts';
import { byFrequentName, FREQUENT_PREFIX } from './population.ts';
import type { ScaleStore } from './scale-store.ts';

/** How deep the measured pages are, as a share of everything that the list or the search finds. */
export const DEPTHS = [0, 0.1, 0.5, 0.99] as const;

/** What is walked: the list with each of its filters and orders, and the search. */
export type WalkName =
  | 'list'
  | 'list, newest first'
  | 'status filter'
  | 'expiry filter'
  | 'name filter'
  | 'name search';

/** One page of a list or a search. */
export interface PageMeasure {
  readonly walk: WalkName;
  readonly depth: number;
  /** How many MISPs come before it. */
  readonly before: number;
  readonly costs: readonly Cost[];
  /** Milliseconds of the whole function. */
  readonly latencies: readonly number[];
  /** Whether every time it held exactly the MISPs of that place. */
  readonly isRight: boolean;
}

interface Walk {
  readonly name: WalkName;
  /** Without limit and cursor. */
  readonly path: string;
  readonly list: MispList;
  /** How many MISPs it finds in all. */
  readonly count: number;
  /** The number of the MISP at a place of the walk. */
  indexAt(rank: number): number;
  /** What the walk sorts a MISP by. */
  orderOf(index: number): string;
}

/** Reads the page at each depth once a round. */
export async function measureDepth(
  store: ScaleStore,
  meter: ReturnType<typeof costMeter>,
  rounds: number,
): Promise<readonly PageMeasure[]> {
  const pages = walksOf(store).flatMap((walk) =>
    DEPTHS.map((depth) => ({
      walk,
      depth,
      // A full page must be left after these.
      before: Math.min(Math.floor(depth * walk.count), walk.count - PAGE_LIMIT),
      costs: [] as Cost[],
      latencies: [] as number[],
      matches: [] as boolean[],
    })),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const page of pages) {
      const path = pathOf(store, page.walk, page.before);
      meter.take();
      const started = performance.now();
      const { body } = await store.driver.send({ method: 'GET', path });
      page.latencies.push(performance.now() - started);
      page.costs.push(meter.take());
      page.matches.push(JSON.stringify(idsIn(body)) === JSON.stringify(expectedIds(store, page.walk, page.before)));
    }
  }
  return pages.map(({ walk, matches, ...page }) => ({ ...page, walk: walk.name, isRight: matches.every(Boolean) }));
}

function walksOf({ size, population }: ScaleStore): readonly Walk[] {
  const iso = (at: number) => new Date(at).toISOString();
  const byRegistration = {
    count: size,
    indexAt: (rank: number) => rank,
    orderOf: (index: number) => iso(population.at(index).createdAt),
  };
  const backwards = { count: size, indexAt: (rank: number) => size - 1 - rank };
  const byName = {
    list: { of: 'name', prefix: normalizeName(FREQUENT_PREFIX) },
    ...byFrequentName(size),
    orderOf: (index: number) => normalizeName(population.at(index).name),
  } as const;
  return [
    { name: 'list', path: '/misps?', list: { of: 'all', order: 'oldest' }, ...byRegistration },
    {
      ...{ name: 'list, newest first', path: '/misps?order=newest&', list: { of: 'all', order: 'newest' } },
      ...{ ...byRegistration, ...backwards },
    },
    {
      ...{ name: 'status filter', path: '/misps?status=approved&', list: { of: 'approved', order: 'oldest' } },
      ...byRegistration,
    },
    {
      ...{ name: 'expiry filter', path: `/misps?expiringBefore=${AFTER_EVERY_EXPIRY}&` },
      list: { of: 'running-out', before: Date.parse(AFTER_EVERY_EXPIRY) },
      ...backwards,
      orderOf: (index) => iso(population.runsOutAt(index)),
    },
    { name: 'name filter', path: `/misps?name=${FREQUENT_PREFIX}&`, ...byName },
    { name: 'name search', path: `/misps/name/${FREQUENT_PREFIX}?`, ...byName },
  ];
}

/** The cursor is the one that the page before would have handed out. */
function pathOf({ population }: ScaleStore, walk: Walk, before: number): string {
  const path = `${walk.path}limit=${PAGE_LIMIT}`;
  if (before === 0) return path;
  const last = walk.indexAt(before - 1);
  const cursor = toCursor(cursorListOf(walk.list), { order: walk.orderOf(last), mispId: population.at(last).id });
  return `${path}&cursor=${encodeURIComponent(cursor)}`;
}

const idsIn = (body: { readonly response: readonly { readonly misp: { readonly id: string } }[] | null }) =>
  body.response?.map(({ misp }) => misp.id);

const expectedIds = ({ population }: ScaleStore, walk: Walk, before: number) =>
  Array.from({ length: PAGE_LIMIT }, (_, place) => population.at(walk.indexAt(before + place)).id);
