import { judgeLicense, type LicenseVerdict } from './license.ts';
import type { Instant, License, Misp } from './misp.ts';

/** The change of one licence, for systems that cache verdicts. */
export interface VerdictChange {
  readonly licenseHash: string;
  readonly verdict: LicenseVerdict;
  readonly validTo: Instant;
}

/**
 * Licences that a change started or stopped, or gave another end, including new ones. A changed reason alone means
 * nothing to a cache of verdicts and is left out, so that the number of events grows only linearly with the requests.
 * @param before undefined for a new MISP.
 * @param now the request's reading of the clock.
 */
export function verdictChanges(before: Misp | undefined, after: Misp, now: Instant): readonly VerdictChange[] {
  const earlier = new Map(before?.licenses.map((license) => [license.hash, changeOf(before, license, now)] as const));
  const ended = removedLicenses(before, after)
    .map((license) => changeOf(after, { ...license, validTo: Math.min(license.validTo, now) }, now))
    .filter(({ licenseHash }) => earlier.get(licenseHash)?.verdict === 'VALID');
  const kept = after.licenses
    .map((license) => changeOf(after, license, now))
    .filter(({ licenseHash, verdict, validTo }) => {
      const old = earlier.get(licenseHash);
      return old === undefined || (old.verdict === 'VALID') !== (verdict === 'VALID') || old.validTo !== validTo;
    });
  return [...ended, ...kept];
}

/** The licences that a change has removed from its MISP. */
export function removedLicenses(before: Misp | undefined, after: Misp): readonly License[] {
  const kept = new Set(after.licenses.map(({ hash }) => hash));
  return before?.licenses.filter(({ hash }) => !kept.has(hash)) ?? [];
}

function changeOf(misp: Misp, license: License, now: Instant): VerdictChange {
  return { licenseHash: license.hash, verdict: judgeLicense(misp, license, now), validTo: license.validTo };
}
