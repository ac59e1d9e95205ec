import type { Instant, License } from './misp.ts';

/**
 * The most licences of a MISP (docs/rules.md, "How many"). Without a bound its item would grow with every approval,
 * until DynamoDB refused any change, even a revocation.
 */
export const MAX_LICENSES = 50;
export const MAX_EXPIRED_LICENSES = 5;
/** At most this many licences are removed in one change: each takes an action of the transaction for its pointer. */
export const MAX_REMOVED_AT_ONCE = 10;

/**
 * The licences that stay when one more is issued. Only expired licences are removed, the earliest end first; equal ends
 * go by the hash.
 * @param now the request's clock.
 * @returns undefined if too many have not expired: then none may be issued. A MISP with licences that the service did
 *   not issue may come down to the bounds only after several new licences.
 */
export function licensesToKeep(licenses: readonly License[], now: Instant): readonly License[] | undefined {
  const expired = licenses.filter((license) => now >= license.validTo);
  if (licenses.length - expired.length >= MAX_LICENSES) return undefined;
  const tooMany = Math.max(licenses.length + 1 - MAX_LICENSES, expired.length - MAX_EXPIRED_LICENSES, 0);
  const leaving = new Set(
    expired
      .sort((a, b) => a.validTo - b.validTo || (a.hash < b.hash ? -1 : 1))
      .slice(0, Math.min(tooMany, MAX_REMOVED_AT_ONCE)),
  );
  return licenses.filter((license) => !leaving.has(license));
}
