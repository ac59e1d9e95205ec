import type { MispStore } from '../../functions/storage/misp-store.ts';

/** A store that passes every call on: the basis of planted faults. */
export const passThrough = (store: MispStore): MispStore => ({
  get: (mispId) => store.get(mispId),
  ownerOfLicense: (hash) => store.ownerOfLicense(hash),
  allocateMispId: () => store.allocateMispId(),
  list: (...read) => store.list(...read),
  putRow: (row) => store.putRow(row),
  recall: (id, now) => store.recall(id, now),
  putRowOnce: (...put) => store.putRowOnce(...put),
  commit: (...change) => store.commit(...change),
});
