import type { LocalCloud } from '../../local/local-cloud.ts';
import type { StoredMisp } from './ledger.ts';

/** All MISPs, as they stand in the table. */
export async function storedMisps(cloud: LocalCloud): Promise<readonly StoredMisp[]> {
  const items = await cloud.items();
  return items
    .filter(({ item }) => String(item.pk).startsWith('MISP#'))
    .map(({ item }) => item as unknown as StoredMisp);
}
