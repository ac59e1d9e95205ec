import type { Misp } from '../../../functions/domain/misp.ts';
import type { MispStore } from '../../../functions/storage/misp-store.ts';
import { pendingMisp } from './example-misp.ts';

/** A store for one example: it holds one MISP, and takes whatever is put into it without keeping it. */
export function storeWith(misp: Misp | undefined): MispStore {
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
    commit: async () => ({ kind: 'committed' }),
    putRow: async () => {},
    recall: async () => undefined,
    putRowOnce: async () => ({ kind: 'put' }),
  };
}
