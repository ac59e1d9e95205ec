import { findLicense, hashLicenseKey, MAX_LICENSE_KEY_LENGTH } from '../domain/license.ts';
import { type License, type Misp, NO_MISP_ID } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import { findMisp } from './find-misp.ts';

/** Where a licence key was found: with the MISP that was asked, with another one, or nowhere. */
export type FoundLicense =
  | { readonly kind: 'own'; readonly misp: Misp; readonly license: License }
  | { readonly kind: 'of-another'; readonly ownerId: string }
  | { readonly kind: 'unknown' };

/**
 * Looks a licence key up. The asked MISP's own item answers most requests with one read; the pointer is read only when it
 * does not hold the key. A key is unknown without a read where no MISP can have the id, or no licence such a key.
 */
export async function findLicenseKey(misps: MispReads, mispId: string, key: string): Promise<FoundLicense> {
  if (mispId === NO_MISP_ID || key.length > MAX_LICENSE_KEY_LENGTH) return { kind: 'unknown' };
  const hash = hashLicenseKey(key);
  const own = await licenseOf(misps, mispId, hash);
  if (own !== undefined) return own;
  const ownerId = await misps.ownerOfLicense(hash);
  // A pointer to this very MISP was put between the two reads: at the time of the first one the key was unknown.
  return ownerId === undefined || ownerId === mispId ? { kind: 'unknown' } : { kind: 'of-another', ownerId };
}

/** The licence with this hash, if this MISP holds it. */
export async function licenseOf(
  misps: MispReads,
  mispId: string,
  hash: string,
): Promise<{ readonly kind: 'own'; readonly misp: Misp; readonly license: License } | undefined> {
  const misp = await findMisp(misps, mispId);
  const license = misp === undefined ? undefined : findLicense(misp, hash);
  return misp === undefined || license === undefined ? undefined : { kind: 'own', misp, license };
}
