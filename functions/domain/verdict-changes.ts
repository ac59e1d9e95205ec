import { judgeLicense, type LicenseVerdict } from './license.ts';
import type { Instant, Misp } from './misp.ts';

/** What systems that cache verdicts must be told of one licence after a change. */
export interface VerdictChange {
  readonly licenseHash: string;
  readonly verdict: LicenseVerdict;
  readonly validTo: Instant;
}

/**
 * The licences whose verdict a change of their MISP has changed, new licences included. A change that leaves a verdict as
 * it was tells nothing.
 */
export function verdictChanges(before: Misp | undefined, after: Misp, now: Instant): readonly VerdictChange[] {
  const verdictsBefore = new Map(
    before?.licenses.map((license) => [license.hash, judgeLicense(before, license, now)] as const),
  );
  return after.licenses
    .map((license) => ({
      licenseHash: license.hash,
      verdict: judgeLicense(after, license, now),
      validTo: license.validTo,
    }))
    .filter((change) => verdictsBefore.get(change.licenseHash) !== change.verdict);
}
