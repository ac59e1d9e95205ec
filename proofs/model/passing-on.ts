import type { MispStore } from '../../functions/storage/misp-store.ts';

/** A store that passes every call on: what a planted fault begins with. */
export const passingOn = (store: MispStore): MispStore => ({
  get: (mispId) => store.get(mispId),
  ownerOfLicense: (hash) => store.ownerOfLicense(hash),
  drawMispId: () => store.drawMispId(),
  list: (page) => store.list(page),
  findByName: (prefix, page) => store.findByName(prefix, page),
  putRow: (row) => store.putRow(row),
  recall: (id, now) => store.recall(id, now),
  putRowOnce: (...put) => store.putRowOnce(...put),
  commit: (...change) => store.commit(...change),
});
