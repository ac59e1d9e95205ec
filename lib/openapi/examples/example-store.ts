import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import type { IdempotencyRecord } from '../../../functions/storage/idempotency-record.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { pendingMisp } from './example-misp.ts';

/** Options of an example's store. */
export interface StoreOptions {
  /** Called with the audit row. The store keeps nothing. */
  readonly onRow?: (row: OutboxRow) => void;
  /** The outcome of an earlier request with the same idempotency key. */
  readonly first?: IdempotencyRecord;
}

/** A store for one example. It contains one MISP and accepts every write. */
export function storeWith(misp: Misp | undefined, { onRow = () => {}, first }: StoreOptions = {}): MispStore {
  const misps = misp === undefined ? [] : [misp];
  return {
    get: async (mispId) => misps.find(({ id }) => id === mispId),
    ownerOfLicense: async () => undefined,
    // There is always a next page, so the example shows a cursor.
    list: async () => ({
      misps,
      ...(misp && { next: { order: new Date(misp.createdAt).toISOString(), mispId: misp.id } }),
    }),
    allocateMispId: async () => pendingMisp.id,
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
