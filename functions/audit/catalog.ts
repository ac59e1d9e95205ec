import { eventsOfWriters, type RowWriter, sharedEvents } from './events.ts';

/** The catalogue and the table of who can write what, made of `events.ts`. */

interface Row {
  readonly eventType: 'User' | 'System';
  readonly eventName: string;
}
/** A row whose reference is `NO_ID`. */
export interface PlainRow extends Row {
  readonly reference: 'none';
  readonly describe: () => string;
}
/** A row whose reference is a MISP id. */
export interface MispRow extends Row {
  readonly reference: 'misp';
  readonly describe: (mispId: string) => string;
}
/** A row whose reference is a MISP id and whose description has a status. */
export interface StatusRow extends Row {
  readonly reference: 'misp-with-status';
  readonly describe: (mispId: string, status: string) => string;
}
/** What an event is published as, in addition to its id. */
export type CatalogRow = PlainRow | MispRow | StatusRow;

export type CatalogEvent = CatalogRow & { readonly eventId: string };

const writers = eventsOfWriters();
const shared = sharedEvents();

type Rows = (typeof writers)[keyof typeof writers]['own'] | typeof shared;
type KeysWith<Reference extends CatalogRow['reference'], Some = Rows> = Some extends unknown
  ? { [Key in keyof Some]: Some[Key] extends { readonly reference: Reference } ? Key : never }[keyof Some]
  : never;

/** Keys of the events without a MISP, with one, and with a MISP and a status. */
export type PlainKey = KeysWith<'none'>;
export type MispKey = KeysWith<'misp'>;
export type StatusKey = KeysWith<'misp-with-status'>;

const rows: readonly Readonly<Record<string, CatalogRow>>[] = [...Object.values(writers).map(({ own }) => own), shared];

/** What each event is published as, by its key. */
export const catalog: Readonly<Record<string, CatalogEvent>> = Object.fromEntries(
  rows
    .flatMap(Object.entries<CatalogRow>)
    .map(([key, row]) => [key, { eventId: `PMS_MSP_${key.slice(0, 3)}`, ...row }]),
);

/** The events that a function can leave for the bus. */
export interface AllowedEvents {
  /** Keys of audit events. */
  readonly records: readonly string[];
  /** The domain events: a licence's effect changed, or a licence expires soon. */
  readonly domainEvents: 'none' | 'verdict-changes' | 'expiry-notice';
}

/**
 * What each writer of rows can leave for the bus. A test compares it with the table of audit sequences. Of
 * `operations.ts` nothing but types is imported, so its schemas stay out of the publisher's bundle.
 */
export const allowedEvents: Readonly<Record<RowWriter, AllowedEvents>> = writers;
