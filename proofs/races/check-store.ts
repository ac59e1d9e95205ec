import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { judgeLicense } from '../../functions/domain/license.ts';
import type { License, Misp } from '../../functions/domain/misp.ts';
import { fromMispItem, type MispItem } from '../../functions/storage/item-shapes.ts';
import { licenseKeyPointer, nameKey } from '../../functions/storage/keys.ts';
import type { StoredItem } from '../../test/support/engine-tables.ts';

/** A MISP holds no more, however many requests were made at once; an imported one no more than it came with. */
const MAX_LICENSES = 50;

/** The MISPs that a table holds. */
export function mispsIn(items: readonly StoredItem[]): readonly Misp[] {
  return items
    .filter(({ pk }) => String(pk).startsWith('MISP#'))
    .map((item) => fromMispItem(item as unknown as MispItem));
}

/**
 * Holds the whole table against itself and against the audit: names and pointers lead to MISPs and back, the versions of a
 * MISP have no gap and no double, and what its audit rows tell, in the order of the versions, is what stands in the table.
 * @param imported MISPs that came into the table without a request, as they came: their first version has no audit row.
 * @returns what does not agree.
 */
export function checkStore(
  items: readonly StoredItem[],
  rows: readonly OutboxRow[],
  imported: readonly Misp[],
): readonly string[] {
  const misps = mispsIn(items);
  const changes = Map.groupBy(
    rows.filter(({ version }) => version !== undefined),
    ({ mispId }) => String(mispId),
  );
  const known = new Set(misps.map(({ id }) => id));
  const asImported = new Map(imported.map((misp) => [misp.id, misp]));
  const strays = [...changes.keys()].filter((id) => !known.has(id));
  return [
    ...checkPointers(items, misps),
    ...strays.map((id) => `The audit tells of changes of MISP ${id}, which is not in the table`),
    ...misps.flatMap((misp) => checkHistory(misp, asImported.get(misp.id), changes.get(misp.id) ?? [])),
  ];
}

/** Every MISP has its name, every licence its pointer, and there are no others. */
function checkPointers(items: readonly StoredItem[], misps: readonly Misp[]): readonly string[] {
  const stored = new Map(
    items.flatMap(({ pk, mispId }) => (/^(NAME|KEY)#/.test(String(pk)) ? [[String(pk), String(mispId)]] : [])),
  );
  const expected = misps.flatMap((misp) => [
    [nameKey(misp.normalizedName), misp.id] as const,
    ...misp.licenses.map(({ hash }) => [licenseKeyPointer(hash), misp.id] as const),
  ]);
  const wrong = expected
    .filter(([pk, id]) => stored.get(pk) !== id)
    .map(([pk, id]) => `${pk} leads to MISP ${stored.get(pk)} instead of ${id}`);
  const names = new Set(expected.map(([pk]) => pk));
  const left = [...stored.keys()].filter((pk) => !names.has(pk)).map((pk) => `${pk} belongs to no MISP`);
  return [...wrong, ...left];
}

/** What the rows of a MISP say, one version after the other, from where it began. */
function checkHistory(misp: Misp, imported: Misp | undefined, rows: readonly OutboxRow[]): readonly string[] {
  const sorted = rows.toSorted((one, other) => (one.version ?? 0) - (other.version ?? 0));
  const first = imported === undefined ? 1 : imported.version + 1;
  const expected = Array.from({ length: misp.version - first + 1 }, (_, index) => first + index);
  const versions = sorted.map(({ version }) => version);
  if (versions.join() !== expected.join()) {
    return [`MISP ${misp.id} stands at version ${misp.version}, its audit has the versions ${versions.join(', ')}`];
  }
  const said = { status: imported?.status ?? 'Inprogress', isActive: imported?.isActive ?? true };
  let licenses = imported?.licenses.length ?? 0;
  // As a consumer of the domain events has it, who applies the end of a licence.
  const heard = new Map(imported?.licenses.map((license) => [license.hash, worksAt(imported, license, -Infinity)]));
  for (const { id, trail, verdictChanges, removedLicenseKeyHashes = [] } of sorted) {
    for (const [key, , word] of trail) {
      if (key === '105') said.status = 'rejected';
      if (key === '113') said.isActive = word === 'active';
      if (key === '121') {
        licenses += 1;
        if (id.startsWith('process-misp-status#')) said.status = 'approved';
      }
    }
    licenses -= removedLicenseKeyHashes.length;
    for (const { licenseHash, verdict } of verdictChanges) heard.set(licenseHash, verdict === 'VALID');
  }
  const stands = { status: misp.status, isActive: misp.isActive, licenses: misp.licenses.length };
  const wrong: string[] = [];
  if (JSON.stringify({ ...said, licenses }) !== JSON.stringify(stands)) {
    const told = JSON.stringify({ ...said, licenses });
    wrong.push(`MISP ${misp.id} is ${JSON.stringify(stands)}, its audit says ${told}`);
  }
  const most = Math.max(MAX_LICENSES, imported?.licenses.length ?? 0);
  if (misp.licenses.length > most) {
    wrong.push(`MISP ${misp.id} has ${misp.licenses.length} licences, must have at most ${most}`);
  }
  const now = Date.now();
  for (const license of misp.licenses) {
    const works = worksAt(misp, license, now);
    if (works !== (heard.get(license.hash) === true && now < license.validTo)) {
      wrong.push(`A licence of MISP ${misp.id} ${works ? 'works' : 'does not work'}, its domain events say otherwise`);
    }
  }
  if (sorted.length > 0 && sorted.at(-1)?.requestId !== misp.lastRequestId) {
    wrong.push(`MISP ${misp.id} was last changed by ${misp.lastRequestId}, its audit says ${sorted.at(-1)?.requestId}`);
  }
  return wrong;
}

const worksAt = (misp: Misp, license: License, now: number) => judgeLicense(misp, license, now) === 'VALID';
