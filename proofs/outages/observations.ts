import type { LocalCloud } from '../../local/local-cloud.ts';
import type { StoredItem } from '../../test/support/engine-tables.ts';
import type { Event } from '../model/check-events.ts';
import { hashOf } from '../model/reference/licenses.ts';
import { keyIn, type Outcome } from './callers.ts';

/** An event of the bus, without the time of receipt, which is not promised. */
export type Entry = Omit<Event, 'time'>;

/** What callers know, what reached the bus, what is stored. */
export interface Observations {
  readonly outcomes: readonly Outcome[];
  /** With their duplicates. */
  readonly entries: readonly Entry[];
  readonly items: readonly StoredItem[];
  /** An earlier snapshot of the items: it has the keys of licences removed since. */
  readonly earlierItems?: readonly StoredItem[];
}

/** A MISP in the table. */
export interface StoredMisp {
  readonly id: string;
  readonly version: number;
  readonly item: StoredItem;
}

/** The observations, sorted for the comparison. */
export interface SortedObservations {
  readonly outcomes: readonly Outcome[];
  /** Audit records, with their duplicates. */
  readonly records: readonly Entry[];
  /** Domain events, with their duplicates. */
  readonly verdictEvents: readonly Entry[];
  readonly misps: readonly StoredMisp[];
  /** Every licence key that was seen, by its hash. */
  readonly keys: ReadonlyMap<string, string>;
}

const VERDICT_EVENT = 'LICENSE_VERDICT_CHANGED';

/** The MISPs among all that is stored. */
export const mispsIn = (items: readonly StoredItem[]) => items.filter(({ pk }) => String(pk).startsWith('MISP#'));

const keysIn = (items: readonly StoredItem[]) =>
  mispsIn(items).flatMap(({ licenses }) => Object.values(Object(licenses)).map((one) => String(Object(one).key)));

/** Everything that is stored. */
export const itemsIn = async (cloud: LocalCloud): Promise<readonly StoredItem[]> =>
  (await cloud.items()).map(({ item }) => item);

/** Everything that reached the bus. */
export const entriesOn = (cloud: LocalCloud): readonly (Entry & { readonly source: string })[] =>
  cloud
    .events()
    .map(({ source, 'detail-type': detailType, detail }) => ({ source, detailType, detail: Object(detail) }));

export function sortObservations({ outcomes, entries, items, earlierItems = [] }: Observations): SortedObservations {
  const answered = outcomes.map(keyIn).filter((key) => key !== undefined);
  const keys = [...answered, ...keysIn(earlierItems), ...keysIn(items)];
  return {
    outcomes,
    // Announcements of expiring licences belong to no request: proof 15 judges them.
    records: entries.filter(({ detail }) => detail.eventId !== undefined),
    verdictEvents: entries.filter(({ detailType }) => detailType === VERDICT_EVENT),
    misps: mispsIn(items).map((item) => ({ id: String(item.id), version: Number(item.version), item })),
    keys: new Map(keys.map((key) => [hashOf(key), key])),
  };
}

/** Entries without duplicates. */
export function distinct(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [String(entry.detail.recordId), entry])).values()];
}

/** The digits of a request's records, in their order. */
export function trailOf(records: readonly Entry[]): string {
  const places = new Map(records.map(({ detail }) => [Number(detail.sequence), String(detail.eventId).slice(-3)]));
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([, digits]) => digits)
    .join();
}
