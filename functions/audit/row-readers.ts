import { type AllowedEvents, allowedEvents, type CatalogEvent, catalog } from './catalog.ts';

/** How to read the rows of one catalogue version. */
export interface RowReader {
  readonly catalog: Readonly<Record<string, CatalogEvent>>;
  readonly allowedEvents: Readonly<Record<string, AllowedEvents>>;
}

/**
 * One reader for each version, never removed: rows of every version may wait in an outbox (docs/upgrading.md). A row of
 * a version missing here stays in place, for code that has its reader.
 */
export const rowReaders: ReadonlyMap<number, RowReader> = new Map([[1, { catalog, allowedEvents }]]);
