import { findLicense, hashLicenseKey, MAX_LICENSE_KEY_LENGTH } from '../domain/license.ts';
import { type License, type Misp, NO_MISP_ID } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import { findMisp } from './find-misp.ts';

/** Where a licence was found: in the MISP of the path, in another one, or nowhere. */
export type FoundLicense =
  | { readonly kind: 'own'; readonly misp: Misp; readonly license: License }
  | { readonly kind: 'of-another'; readonly ownerId: string; readonly hash: string }
  | { readonly kind: 'unknown' };

/** A licence named by its key or its hash. */
export interface NamedLicense {
  /** Undefined for an impossible key. */
  readonly hash: string | undefined;
  /** As sent. */
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

/** A hash in lower case, as licences have it: callers may send either case. */
export const comparedHash = (sent: string): string => sent.toLowerCase();

/** The licence that an input names by its key, its hash or both (`namesOneLicense`). */
export function licenseNamedBy(names: LicenseNames): NamedLicense {
  const { mispLicenseKey: key, licenseKeyHash: sent = '' } = names;
  return key === undefined ? { hash: comparedHash(sent), sent } : byKey(key);
}

/** The input in its compared form: a hash in either case names the same licence. */
export function withComparedHash<Input extends LicenseNames>(input: Input): Input {
  const { licenseKeyHash: sent } = input;
  return sent === undefined ? input : { ...input, licenseKeyHash: comparedHash(sent) };
}

/**
 * Finds a licence. In most requests the named MISP's own item has it, after one read; only otherwise is the pointer
 * read. An illegal MISP id or an impossible key is unknown without a read.
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
  // A pointer to this very MISP was written between the two reads: at the first one the licence was unknown.
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
