import { createHash } from 'node:crypto';
import type { Instant, License, Misp } from './misp.ts';
import { notBefore } from './server-clocks.ts';

/** Longest licence key in characters; a longer one is unknown without a read. */
export const MAX_LICENSE_KEY_LENGTH = 128;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Why a licence works or does not; docs/rules.md shows the table that callers see. */
export const licenseVerdicts = [
  'EXPIRED',
  'MISP_REJECTED',
  'MISP_DEACTIVATED',
  'LICENSE_DEACTIVATED',
  'VALID',
] as const;
export type LicenseVerdict = (typeof licenseVerdicts)[number];

/** The part of a MISP that decides whether its licences work. */
export type MispStanding = Pick<Misp, 'status' | 'isActive'>;

/**
 * Decides whether a licence works. Every answer and every domain event uses this.
 * @param misp the MISP that owns the licence.
 * @param license the licence.
 * @param now the request's clock.
 * @returns the first reason that applies; only `VALID` means that the licence works.
 */
export function judgeLicense(
  misp: MispStanding,
  license: Pick<License, 'isSwitchedOn' | 'validTo'>,
  now: Instant,
): LicenseVerdict {
  if (now >= license.validTo) return 'EXPIRED';
  if (misp.status !== 'approved') return 'MISP_REJECTED';
  if (!misp.isActive) return 'MISP_DEACTIVATED';
  if (!license.isSwitchedOn) return 'LICENSE_DEACTIVATED';
  return 'VALID';
}

/** Whether the licence works, ignoring its expiry: `isActive` in `get` and `list`. */
export function isEnabled(misp: MispStanding, license: License): boolean {
  return judgeLicense(misp, { ...license, validTo: Number.POSITIVE_INFINITY }, license.validFrom) === 'VALID';
}

/** SHA-256 of a licence key in lower-case hex. Key attributes and events hold a key only in this form. */
export function hashLicenseKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Finds a MISP's licence by the hash of its key. */
export function findLicense(misp: Misp, hash: string): License | undefined {
  return misp.licenses.find((license) => license.hash === hash);
}

/** The end of a validity of this many 24-hour days that begins now. */
export const endAfter = (now: Instant, days: number): Instant => now + days * DAY_MS;

/**
 * A new licence, switched on and valid from now.
 * @param key the new key, from a secure generator.
 * @param version the first version of the MISP with this licence.
 */
export function issueLicense(key: string, now: Instant, validTo: Instant, issuedBy: string, version: number): License {
  return {
    hash: hashLicenseKey(key),
    key,
    isSwitchedOn: true,
    issuedInVersion: version,
    validFrom: now,
    validTo,
    createdBy: issuedBy,
    createdAt: now,
    updatedBy: null,
    updatedAt: null,
  };
}

/** The time of a change of a licence. */
const changedAt = ({ updatedAt, createdAt }: License, now: Instant): Instant => notBefore(updatedAt ?? createdAt, now);

/** The licence with its switch set; the same object if it is set already. */
export function switchLicense(license: License, isSwitchedOn: boolean, now: Instant, by: string): License {
  if (license.isSwitchedOn === isSwitchedOn) return license;
  return { ...license, isSwitchedOn, updatedBy: by, updatedAt: changedAt(license, now) };
}

/** The licence with another end; the same object if it has that end already. */
export function endLicense(license: License, validTo: Instant, now: Instant, by: string): License {
  if (license.validTo === validTo) return license;
  return { ...license, validTo, updatedBy: by, updatedAt: changedAt(license, now) };
}
