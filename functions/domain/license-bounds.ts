import type { Instant, License } from './misp.ts';

/**
 * How many licences a MISP holds (docs/rules.md, "How many"). Without bounds its item would grow with every approval, up to
 * the size at which DynamoDB takes no change of it any more, not even a revocation.
 */
export const MAX_LICENSES = 50;
export const MAX_EXPIRED_LICENSES = 5;
/** So many licences leave in one change at most: each takes an action of the transaction for its pointer. */
export const MAX_LEAVING_AT_ONCE = 10;

/**
 * The licences that stay when one more is issued. Only expired licences leave, those that expired first; equal times go by
 * the hash.
 * @param now the request's reading of the clock.
 * @returns undefined when too many of them have not expired: nothing may be issued then. Imported data can take several
 *   issues to come down to the bounds.
 */
export function licensesToKeep(licenses: readonly License[], now: Instant): readonly License[] | undefined {
  const expired = licenses.filter((license) => now >= license.validTo);
  if (licenses.length - expired.length >= MAX_LICENSES) return undefined;
  const tooMany = Math.max(licenses.length + 1 - MAX_LICENSES, expired.length - MAX_EXPIRED_LICENSES, 0);
  const leaving = new Set(
    expired
      .sort((a, b) => a.validTo - b.validTo || (a.hash < b.hash ? -1 : 1))
      .slice(0, Math.min(tooMany, MAX_LEAVING_AT_ONCE)),
  );
  return licenses.filter((license) => !leaving.has(license));
}
