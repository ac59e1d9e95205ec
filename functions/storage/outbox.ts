import type { OutboxRow } from '../audit/outbox-row.ts';

/** The audit outbox as publisher and sweeper need it. */
export interface Outbox {
  /** Takes delivered rows away; one that is gone already is no error. */
  remove(rowIds: readonly string[]): Promise<void>;
  /** All rows, in pages. */
  walk(): AsyncIterable<readonly OutboxRow[]>;
}
