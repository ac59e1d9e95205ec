import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { judgeLicense } from '../../../functions/domain/license.ts';
import type { Misp } from '../../../functions/domain/misp.ts';
import { normalizeName } from '../../../functions/domain/organization-name.ts';
import { fromMispItem, type MispItem } from '../../../functions/storage/item-shapes.ts';
import { licenseKeyPointer, nameKey } from '../../../functions/storage/keys.ts';
import type { StoredItem } from './race-service.ts';

/** Ids of MISPs that came into the table without a request: their first version has no audit row. */
const isImported = (misp: Misp) => misp.createdBy === 'importer';

/** The MISPs that a table holds. */
export function mispsIn(items: readonly StoredItem[]): readonly Misp[] {
  return items
    .filter(({ pk }) => String(pk).startsWith('MISP#'))
    .map((item) => fromMispItem(item as unknown as MispItem));
}

/**
 * Holds the whole table against itself and against the audit: names and pointers lead to MISPs and back, the versions of a
 * MISP have no gap and no double, and what its audit rows tell, in the order of the versions, is what stands in the table.
 * @returns what does not agree.
 */
export function checkStore(items: readonly StoredItem[], rows: readonly OutboxRow[]): readonly string[] {
  const misps = mispsIn(items);
  const changes = Map.groupBy(
    rows.filter(({ version }) => version !== undefined),
    ({ mispId }) => String(mispId),
  );
  const known = new Set(misps.map(({ id }) => id));
  const strays = [...changes.keys()].filter((id) => !known.has(id));
  return [
    ...checkPointers(items, misps),
    ...strays.map((id) => `The audit tells of changes of MISP ${id}, which is not in the table`),
    ...misps.flatMap((misp) => checkHistory(misp, changes.get(misp.id) ?? [])),
  ];
}

/** Every MISP has its name, every licence its pointer, and there are no others. */
function checkPointers(items: readonly StoredItem[], misps: readonly Misp[]): readonly string[] {
  const stored = new Map(
    items.flatMap(({ pk, mispId }) => (/^(NAME|KEY)#/.test(String(pk)) ? [[String(pk), String(mispId)]] : [])),
  );
  const expected = misps.flatMap((misp) => [
    [nameKey(normalizeName(misp.name)), misp.id] as const,
    ...misp.licenses.map(({ hash }) => [licenseKeyPointer(hash), misp.id] as const),
  ]);
  const wrong = expected
    .filter(([pk, id]) => stored.get(pk) !== id)
    .map(([pk, id]) => `${pk} leads to MISP ${stored.get(pk)} instead of ${id}`);
  const names = new Set(expected.map(([pk]) => pk));
  const left = [...stored.keys()].filter((pk) => !names.has(pk)).map((pk) => `${pk} belongs to no MISP`);
  return [...wrong, ...left];
}

/** What the rows of a MISP say, one version after the other. */
function checkHistory(misp: Misp, rows: readonly OutboxRow[]): readonly string[] {
  const sorted = rows.toSorted((one, other) => (one.version ?? 0) - (other.version ?? 0));
  const first = isImported(misp) ? 2 : 1;
  const expected = Array.from({ length: misp.version - first + 1 }, (_, index) => first + index);
  const versions = sorted.map(({ version }) => version);
  if (versions.join() !== expected.join()) {
    return [`MISP ${misp.id} stands at version ${misp.version}, its audit has the versions ${versions.join(', ')}`];
  }
  const told = { status: isImported(misp) ? 'approved' : 'Inprogress', isActive: true, licenses: 0 };
  if (isImported(misp)) told.licenses = misp.licenses.filter(({ createdBy }) => createdBy === 'importer').length;
  const verdicts = new Map<string, string>();
  for (const { id, trail, verdictChanges } of sorted) {
    for (const [key, , word] of trail) {
      if (key === '105') told.status = 'rejected';
      if (key === '113') told.isActive = word === 'active';
      if (key === '121') {
        told.licenses += 1;
        if (id.startsWith('process-misp-status#')) told.status = 'approved';
      }
    }
    for (const { licenseHash, verdict } of verdictChanges) verdicts.set(licenseHash, verdict);
  }
  const stands = { status: misp.status, isActive: misp.isActive, licenses: misp.licenses.length };
  const wrong: string[] = [];
  if (JSON.stringify(told) !== JSON.stringify(stands)) {
    wrong.push(`MISP ${misp.id} is ${JSON.stringify(stands)}, its audit tells ${JSON.stringify(told)}`);
  }
  for (const license of misp.licenses) {
    const verdict = judgeLicense(misp, license, Date.now());
    const heard = verdicts.get(license.hash);
    if (heard !== verdict && !(heard === undefined && license.createdBy === 'importer')) {
      wrong.push(`A licence of MISP ${misp.id} is ${verdict}, the last domain event says ${heard}`);
    }
  }
  if (sorted.length > 0 && sorted.at(-1)?.requestId !== misp.lastRequestId) {
    wrong.push(`MISP ${misp.id} was last changed by ${misp.lastRequestId}, its audit says ${sorted.at(-1)?.requestId}`);
  }
  return wrong;
}
