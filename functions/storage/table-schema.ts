/** What the tables are made of: the stack builds them so, the store reads and writes them so. */

/** The key of every item of the table of MISPs, and of every row of the outbox. */
export const MISPS_KEY = 'pk';
export const OUTBOX_KEY = 'id';

/**
 * When an item may be deleted, in seconds since the epoch: only of idempotency records. No other item may carry it.
 */
export const FORGET_AT = 'forgetAt';

/** Both indexes have one partition, under this attribute, and all attributes, so that a list is one Query. */
export const INDEX_PARTITION = 'list';

/** What each index is sorted by. */
export const indexes = { 'by-registration': 'registration', 'by-name': 'nameOrder' } as const;
export type IndexName = keyof typeof indexes;
export type IndexSortKey = (typeof indexes)[IndexName];
