import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import type { StoredItem } from '../../test/support/engine-tables.ts';
import { hashOf, reasonFor } from '../model/reference/licenses.ts';
import type { World } from '../model/reference/world.ts';

/** Conditions that must hold after any history, whatever the operations were. */

/** The most licences of a MISP, however many requests were concurrent. An imported one keeps what it came with. */
const MOST_LICENSES = 50;

/** @returns the MISPs with too many licences. */
export function checkLicenseCounts(items: readonly StoredItem[], before: World): readonly string[] {
  return items.flatMap(({ id, licenses }) => {
    const count = Object.keys(Object(licenses)).length;
    const most = Math.max(MOST_LICENSES, before.misps.get(String(id))?.licenses.length ?? 0);
    return count > most ? [`MISP ${id} has ${count} licences, must have at most ${most}`] : [];
  });
}

/** Stands for the end of a licence that does not work. */
const LONG_AGO = Number.NEGATIVE_INFINITY;

/**
 * Follows the domain events as a consumer who knew every licence before, applies the ends, and compares the result with
 * the licences that work.
 * @param rows the rows of the history, in order.
 * @param now after all of the history.
 */
export function checkDomainEvents(
  before: World,
  rows: readonly OutboxRow[],
  after: World,
  now: number,
): readonly string[] {
  const heard = new Map(
    licensesIn(before).map(({ misp, license }) => {
      const works = reasonFor(misp, license, LONG_AGO) === 'VALID';
      return [hashOf(license.key), works ? license.to : LONG_AGO];
    }),
  );
  for (const { licenseHash, verdict, validTo } of rows.flatMap(({ verdictChanges }) => verdictChanges)) {
    heard.set(licenseHash, verdict === 'VALID' ? validTo : LONG_AGO);
  }
  const working = licensesIn(after).filter(({ misp, license }) => reasonFor(misp, license, now) === 'VALID');
  const works = new Set(working.map(({ license }) => hashOf(license.key)));
  return [...new Set([...heard.keys(), ...works])]
    .filter((hash) => works.has(hash) !== now < (heard.get(hash) ?? LONG_AGO))
    .map(
      (hash) => `licence ${hash} ${works.has(hash) ? 'works' : 'does not work'}, but the domain events say otherwise`,
    );
}

const licensesIn = ({ misps }: World) =>
  [...misps.values()].flatMap((misp) => misp.licenses.map((license) => ({ misp, license })));
