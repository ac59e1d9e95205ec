import { type CatalogEvent, catalog } from './catalog.ts';
import { type Leavings, leftByOperation } from './left-by-operation.ts';

/** What the rows of one version of the catalogue mean. */
export interface RowReader {
  readonly catalog: Readonly<Record<string, CatalogEvent>>;
  readonly leftByOperation: Readonly<Record<string, Leavings>>;
}

/**
 * One reader for each version, forever: rows of every version may wait in an outbox (docs/upgrading.md). A row of a version that is
 * missing here stays where it is, for an edition that knows it.
 */
export const rowReaders: ReadonlyMap<number, RowReader> = new Map([[1, { catalog, leftByOperation }]]);
