import type { OutboxRow } from '../audit/outbox-row.ts';

/** The audit outbox for publisher and sweeper. */
export interface Outbox {
  /** Deletes delivered rows; one that is gone already is no error. */
  remove(rowIds: readonly string[]): Promise<void>;
  /** All rows, in pages. */
  walk(): AsyncIterable<readonly OutboxRow[]>;
}
