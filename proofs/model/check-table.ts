import type { StoredItem } from '../../test/support/engine-tables.ts';
import { differences } from './differences.ts';
import { contactOf } from './reference/input.ts';
import { hashOf, runsOutAt } from './reference/licenses.ts';
import { comparedName } from './reference/names.ts';
import { keptItems } from './reference/retries.ts';
import type { KnownMisp, World } from './reference/world.ts';

const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

/** The whole table is compared after each change, and a change leaves most MISPs as they are. */
const itemsByMisp = new WeakMap<KnownMisp, readonly StoredItem[]>();

/** All items that the table must have for a MISP. */
export function itemsOf(misp: KnownMisp): readonly StoredItem[] {
  const items = itemsByMisp.get(misp) ?? newItemsOf(misp);
  itemsByMisp.set(misp, items);
  return items;
}

function newItemsOf(misp: KnownMisp): readonly StoredItem[] {
  const { id, name, approval, active, version, lastRequestId, licenses } = misp;
  const compared = comparedName(name);
  const runsOut = runsOutAt(misp);
  return [
    {
      pk: `MISP#${id}`,
      ...{
        list: 'MISP',
        shape: 1,
        registration: `${iso(misp.createdAt)}\u0001${id}`,
        nameOrder: `${compared}\u0001${id}`,
        activeSince: iso(misp.activeSince),
      },
      // Without it the MISP is not in the index of those that run out.
      ...(runsOut === undefined ? {} : { runsOut: `${iso(runsOut)}\u0001${id}` }),
      editors: misp.editors.map(hashOf),
      ...{ id, name, ...contactOf(misp), status: approval, isActive: active, version, lastRequestId },
      ...{ userId: misp.createdBy, createdBy: misp.createdBy, createdDateTime: iso(misp.createdAt) },
      ...{ updatedBy: misp.updatedBy, updatedDateTime: isoOrNull(misp.updatedAt) },
      licenses: Object.fromEntries(
        licenses.map((license) => [
          hashOf(license.key),
          {
            ...{ key: license.key, isSwitchedOn: license.on, validFrom: iso(license.from), validTo: iso(license.to) },
            issuedInVersion: license.issuedInVersion,
            ...{ createdBy: license.createdBy, createdDateTime: iso(license.createdAt) },
            ...{ updatedBy: license.updatedBy, updatedDateTime: isoOrNull(license.updatedAt) },
          },
        ]),
      ),
    },
    { pk: `NAME#${compared}`, mispId: id },
    ...licenses.map(({ key }) => ({ pk: `KEY#${hashOf(key)}`, mispId: id })),
  ];
}

/** A kept outcome without its fingerprint, which need only differ, and without the reason of a refusal. */
function comparable(item: StoredItem): StoredItem {
  if (!String(item.pk).startsWith('REQUEST#')) return item;
  const { fingerprint: _, outcome, ...rest } = item;
  return { ...rest, outcome: outcome === 'done' ? 'done' : 'refused' };
}

/** Compares every item of the table of MISPs with the model: none missing, none extra. */
export function checkTable(items: readonly StoredItem[], world: World): readonly string[] {
  const byKey = (some: readonly StoredItem[]) => Object.fromEntries(some.map((item) => [String(item.pk), item]));
  const stored = byKey(items.filter(({ pk }) => pk !== 'COUNTER').map(comparable));
  return differences(stored, byKey([...[...world.misps.values()].flatMap(itemsOf), ...keptItems(world)])).map(
    (difference) => `table: ${difference}`,
  );
}
