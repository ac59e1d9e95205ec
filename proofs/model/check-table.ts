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

/** Pairs of a stored and an expected item, the same objects, that were equal before. */
const equal = new WeakMap<StoredItem, StoredItem>();

/** Compares every item of the table of MISPs with the model: none missing, none extra. */
export function checkTable(items: readonly StoredItem[], world: World): readonly string[] {
  const stored = new Map(items.filter(({ pk }) => pk !== 'COUNTER').map((item) => [String(item.pk), comparable(item)]));
  const found: string[] = [];
  for (const expected of [...[...world.misps.values()].flatMap(itemsOf), ...keptItems(world)]) {
    const pk = String(expected.pk);
    const actual = stored.get(pk);
    stored.delete(pk);
    if (actual !== undefined && equal.get(actual) === expected) continue;
    const differing = differences(actual, expected, pk);
    if (actual !== undefined && differing.length === 0) equal.set(actual, expected);
    found.push(...differing);
  }
  for (const [pk, actual] of stored) found.push(...differences(actual, undefined, pk));
  return found.map((difference) => `table: ${difference}`);
}
