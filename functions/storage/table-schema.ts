/** What the tables are made of: the stack builds them so, the store reads and writes them so. */

/** The key of every item of the table of MISPs, and of every row of the outbox. */
export const MISPS_KEY = 'pk';
export const OUTBOX_KEY = 'id';

/**
 * When an item may be deleted, in seconds since the epoch: only of idempotency records and of notices. No other item may carry it.
 */
export const FORGET_AT = 'forgetAt';

/**
 * The indexes: what each is parted and sorted by. All hold every attribute, so that a list is one Query. A MISP without the sort
 * key of an index is not in it.
 */
export const indexes = {
  'by-registration': { partition: 'list', sort: 'registration' },
  'by-name': { partition: 'list', sort: 'nameOrder' },
  'by-status': { partition: 'status', sort: 'registration' },
  'by-running-out': { partition: 'list', sort: 'runsOut' },
} as const;
export type IndexName = keyof typeof indexes;
