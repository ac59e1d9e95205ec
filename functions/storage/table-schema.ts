/** The schema of the tables, for the stack that creates them and the store that uses them. */

/** The key of every item of the table of MISPs, and of every row of the outbox. */
export const MISPS_KEY = 'pk';
export const OUTBOX_KEY = 'id';

/**
 * When an item may be deleted, in seconds since the epoch: only for idempotency records and notices. No other item may
 * have it.
 */
export const FORGET_AT = 'forgetAt';

/**
 * The indexes, with partition and sort keys. All include every attribute, so that a list is one Query. A MISP without
 * the sort key of an index is not in it.
 */
export const indexes = {
  'by-registration': { partition: 'list', sort: 'registration' },
  'by-name': { partition: 'list', sort: 'nameOrder' },
  'by-status': { partition: 'status', sort: 'registration' },
  'by-running-out': { partition: 'list', sort: 'runsOut' },
} as const;
export type IndexName = keyof typeof indexes;
