import type { PlainKey } from '../audit/catalog.ts';
import * as event from '../audit/events.ts';
import type { Misp } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import { type AboutMisp, type Decision, type Refusal, refuse } from './decision.ts';
import { findNamedLicense, type LicenseNames, licenseNamedBy } from './find-license.ts';

interface Asked extends LicenseNames {
  readonly mispId: string;
}

/** The refusal of a change of one licence that does not exist. @param requested the first record of the operation. */
export function unknownLicense(requested: PlainKey, input: Asked): Refusal {
  const { sent } = licenseNamedBy(input);
  return refuse({ kind: 'unknown-license', key: sent }, [[requested], [event.licenseKeyUnknown]], input.mispId);
}

/**
 * The MISP whose licence is to be changed, and how to decide about it; or a refusal, if the licence is unknown or
 * another MISP's (docs/rules.md, "Key status").
 * @param requested the first record of the operation.
 */
export async function aboutNamedLicense<Body>(
  misps: MispReads,
  input: Asked,
  requested: PlainKey,
  decide: (current: Misp, licenseHash: string) => Decision<Body>,
): Promise<Refusal | AboutMisp<Body>> {
  const { mispId } = input;
  const found = await findNamedLicense(misps, mispId, licenseNamedBy(input));
  switch (found.kind) {
    case 'unknown':
      return unknownLicense(requested, input);
    case 'of-another':
      return refuse(
        { kind: 'license-of-another-misp', mispId },
        [[requested], [event.switchedKeyOfAnotherMisp, mispId]],
        mispId,
        found.hash,
      );
    case 'own': {
      const { misp, license } = found;
      return { kind: 'about-misp', misp, decide: (current) => decide(current, license.hash) };
    }
  }
}
