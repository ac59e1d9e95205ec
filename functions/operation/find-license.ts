import { findLicense, hashLicenseKey, MAX_LICENSE_KEY_LENGTH } from '../domain/license.ts';
import { type License, type Misp, NO_MISP_ID } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import { findMisp } from './find-misp.ts';

/** Where a licence was found: at the MISP in the path, at another one, or nowhere. */
export type FoundLicense =
  | { readonly kind: 'own'; readonly misp: Misp; readonly license: License }
  | { readonly kind: 'of-another'; readonly ownerId: string; readonly hash: string }
  | { readonly kind: 'unknown' };

/** A licence as a request names it: by its key, or by its hash. */
export interface NamedLicense {
  /** Undefined for a key that no licence can have. */
  readonly hash: string | undefined;
  /** As it was sent. */
  readonly sent: string;
}

/** A licence named by its key. */
export function byKey(key: string): NamedLicense {
  return { hash: key.length > MAX_LICENSE_KEY_LENGTH ? undefined : hashLicenseKey(key), sent: key };
}

/** The fields by which an input names a licence. */
export interface LicenseNames {
  readonly mispLicenseKey?: string | undefined;
  readonly licenseKeyHash?: string | undefined;
}

/** A hash as licences have theirs: callers may send its digits in either case. */
export const comparedHash = (sent: string): string => sent.toLowerCase();

/** The licence that an input names by its key, its hash or both (`namesOneLicense`). */
export function licenseNamedBy(names: LicenseNames): NamedLicense {
  const { mispLicenseKey: key, licenseKeyHash: sent = '' } = names;
  return key === undefined ? { hash: comparedHash(sent), sent } : byKey(key);
}

/** The input in the form for comparison: one hash in two cases names one licence. */
export function withComparedHash<Input extends LicenseNames>(input: Input): Input {
  const { licenseKeyHash: sent } = input;
  return sent === undefined ? input : { ...input, licenseKeyHash: comparedHash(sent) };
}

/**
 * Looks a licence up. The asked MISP's own item answers most requests with one read; the pointer is read only when it does not
 * hold the licence. It is unknown without a read where no MISP can have the id, or no licence such a key.
 */
export async function findNamedLicense(
  misps: MispReads,
  mispId: string,
  { hash }: NamedLicense,
): Promise<FoundLicense> {
  if (mispId === NO_MISP_ID || hash === undefined) return { kind: 'unknown' };
  const own = await licenseOf(misps, mispId, hash);
  if (own !== undefined) return own;
  const ownerId = await misps.ownerOfLicense(hash);
  // A pointer to this very MISP was put between the two reads: at the time of the first one the licence was unknown.
  return ownerId === undefined || ownerId === mispId ? { kind: 'unknown' } : { kind: 'of-another', ownerId, hash };
}

/** The licence with this hash, if this MISP has it. */
export async function licenseOf(
  misps: MispReads,
  mispId: string,
  hash: string,
): Promise<{ readonly kind: 'own'; readonly misp: Misp; readonly license: License } | undefined> {
  const misp = await findMisp(misps, mispId);
  const license = misp === undefined ? undefined : findLicense(misp, hash);
  return misp === undefined || license === undefined ? undefined : { kind: 'own', misp, license };
}
