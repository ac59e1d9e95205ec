import { type CatalogEvent, catalog } from './catalog.ts';
import { type Leavings, leftByOperation } from './left-by-operation.ts';

/** The meaning of the rows of one catalogue version. */
export interface RowReader {
  readonly catalog: Readonly<Record<string, CatalogEvent>>;
  readonly leftByOperation: Readonly<Record<string, Leavings>>;
}

/**
 * One reader for each version, forever: rows of every version may wait in an outbox (docs/upgrading.md). A row of a version that is
 * missing here stays in place, for an edition that knows it.
 */
export const rowReaders: ReadonlyMap<number, RowReader> = new Map([[1, { catalog, leftByOperation }]]);
