import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import { fromMispItem, type StoredMispItem, toMispItem } from '../../functions/storage/item-shapes.ts';
import { licenseKeyPointer, mispKey, nameKey } from '../../functions/storage/keys.ts';
import { toRequestItem } from '../../functions/storage/request-item.ts';
import { operationsOnStore, type StoredItem } from '../../test/support/engine-tables.ts';
import { InMemoryMispStore } from '../../test/support/in-memory-misp-store.ts';
import { InMemoryOutbox } from '../../test/support/in-memory-outbox.ts';
import { asking, bindingWith } from './ask.ts';
import { deliverRows } from './deliver-rows.ts';
import type { Mutation, ProvingGround, Service } from './proving-ground.ts';
import type { Configuration } from './reference/call.ts';

/**
 * The service in this process on a store in memory: about forty times as fast as on an engine, for whatever does not
 * involve the DynamoDB adapter. The store has its own conditions of writes. Its tests compare them with DynamoDB's.
 */
export const inMemoryGround = (mutation: Omit<Mutation, 'client'>): ProvingGround => ({
  fresh: async (configuration) => serviceInMemory(configuration, mutation),
  stop: async () => undefined,
});

function serviceInMemory(configuration: Configuration, mutation: Mutation): Service {
  const store = new InMemoryMispStore();
  // Requests come one after the other, so the operations are bound once.
  let now = 0;
  const operations = operationsOnStore(
    () => store,
    bindingWith(() => now, configuration, mutation),
  );
  const rows = async (): Promise<readonly OutboxRow[]> => [...store.rows];
  return {
    ask: asking((at) => {
      now = at;
      return operations;
    }),
    put: async (items) => {
      const misps = items.filter(({ pk }) => String(pk).startsWith(mispKey('')));
      store.seed(...misps.map((item) => fromMispItem(item as unknown as StoredMispItem)));
    },
    items: async () => itemsIn(store),
    rows,
    deliver: async (brought) => {
      const outbox = new InMemoryOutbox(...store.rows);
      const delivery = await deliverRows(brought, () => outbox, mutation.bus ?? ((bus) => bus));
      return { ...delivery, undelivered: [...outbox.rows.values()] };
    },
    drop: async () => undefined,
  };
}

/** The whole table is compared after each change, and a change leaves most MISPs as they are. */
const itemByMisp = new WeakMap<Misp, StoredItem>();

function itemOf(misp: Misp): StoredItem {
  const item = itemByMisp.get(misp) ?? { ...toMispItem(misp) };
  itemByMisp.set(misp, item);
  return item;
}

/** The table of MISPs as DynamoDB would hold it. */
const itemsIn = ({ misps, names, owners, records }: InMemoryMispStore): readonly StoredItem[] => [
  ...[...misps].map(itemOf),
  ...[...names].map(([name, mispId]) => ({ pk: nameKey(name), mispId })),
  ...[...owners].map(([hash, mispId]) => ({ pk: licenseKeyPointer(hash), mispId })),
  ...[...records.values()].map((record) => ({ ...toRequestItem(record) })),
];
