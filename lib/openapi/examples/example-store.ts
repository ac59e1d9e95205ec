import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import type { IdempotencyRecord } from '../../../functions/storage/idempotency-record.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { pendingMisp } from './example-misp.ts';

/** What an example needs of its store beside a MISP. */
export interface StoreOptions {
  /** Called with the audit row. Nothing else of what is put into the store is kept. */
  readonly onRow?: (row: OutboxRow) => void;
  /** What an earlier request with the same idempotency key came to. */
  readonly first?: IdempotencyRecord;
}

/** A store for one example: it holds one MISP, and takes whatever is put into it. */
export function storeWith(misp: Misp | undefined, { onRow = () => {}, first }: StoreOptions = {}): MispStore {
  const misps = misp === undefined ? [] : [misp];
  return {
    get: async (mispId) => misps.find(({ id }) => id === mispId),
    ownerOfLicense: async () => undefined,
    // There is more, so that an example shows where a next page begins.
    list: async () => ({
      misps,
      ...(misp && { next: { order: new Date(misp.createdAt).toISOString(), mispId: misp.id } }),
    }),
    drawMispId: async () => pendingMisp.id,
    commit: async (_before, _after, row) => {
      if (first !== undefined) return { kind: 'repeated', first };
      onRow(row);
      return { kind: 'committed' };
    },
    putRow: async (row) => onRow(row),
    recall: async () => first,
    putRowOnce: async (row) => {
      onRow(row);
      return { kind: 'put' };
    },
  };
}
