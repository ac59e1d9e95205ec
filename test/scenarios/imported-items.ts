import type { Misp } from '../../functions/domain/misp.ts';
import { toMispItem } from '../../functions/storage/item-shapes.ts';
import { licenseKeyPointer, nameKey } from '../../functions/storage/keys.ts';

/** Everything that the table holds of a MISP. */
export function itemsOf(misp: Misp): readonly Record<string, unknown>[] {
  return [
    { ...toMispItem(misp) },
    { pk: nameKey(misp.normalizedName), mispId: misp.id },
    ...misp.licenses.map((license) => ({ pk: licenseKeyPointer(license.hash), mispId: misp.id })),
  ];
}
