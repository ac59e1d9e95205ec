import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Outbox } from '../../functions/storage/outbox.ts';

/** The audit outbox in memory, for tests of publisher and sweeper. */
export class InMemoryOutbox implements Outbox {
  readonly rows: Map<string, OutboxRow>;
  /** Rows in a page of the walk. */
  pageSize = 1000;
  /** Runs before rows are deleted; if it throws, they stay. */
  beforeRemove: (rowIds: readonly string[]) => void = () => undefined;

  constructor(...rows: readonly OutboxRow[]) {
    this.rows = new Map(rows.map((row) => [row.id, row]));
  }

  remove(rowIds: readonly string[]): Promise<void> {
    return Promise.resolve().then(() => {
      this.beforeRemove(rowIds);
      for (const id of rowIds) this.rows.delete(id);
    });
  }

  async *walk(): AsyncIterable<readonly OutboxRow[]> {
    const rows = [...this.rows.values()];
    for (let from = 0; from === 0 || from < rows.length; from += this.pageSize) {
      yield rows.slice(from, from + this.pageSize);
    }
  }
}
