import * as event from '../../audit/events.ts';
import { zoneLess } from '../../domain/date-times.ts';
import { judgeLicense } from '../../domain/license.ts';
import type { Instant, License, Misp } from '../../domain/misp.ts';
import type { RequestContract } from '../../operation/contract.ts';
import { refuse } from '../../operation/decision.ts';
import { byKey, findNamedLicense, licenseOf } from '../../operation/find-license.ts';
import type { InputOf } from '../../operation/input.ts';
import { licenseKey, mispId } from '../../operation/input-fields.ts';
import type { Operation } from '../../operation/scope.ts';
import type { Answer } from './contract.ts';

export const request = {
  name: 'validate-license-key',
  method: 'PATCH',
  input: { fields: { mispId: mispId(), mispLicenseKey: licenseKey() } },
  environment: [],
  right: 'validate',
  retryHeaders: [],
} as const satisfies RequestContract;

export type Input = InputOf<typeof request.input.fields>;

/** Says whether a licence key works: a strong read and a new decision every time (docs/rules.md, "Validate"). */
export const validateLicenseKey: Operation<Input, Answer> = async (input, { misps, stamp }) => {
  const now = stamp.at;
  const { mispId, mispLicenseKey: key } = input;
  const found = await findNamedLicense(misps, mispId, byKey(key));
  if (found.kind === 'own') {
    const body = verdictOn(found.misp, found.license, now);
    const { id } = found.misp;
    return {
      kind: 'no-change',
      body,
      misp: found.misp,
      license: found.license,
      trail: [
        [event.validationRequested],
        [event.licenseFetched, id],
        [event.verdictReached, id, body.reason],
        [event.validationSucceeded],
      ],
    };
  }
  // The trail has the verdict of the licence's own MISP, whichever MISP the request named.
  const owner = found.kind === 'of-another' ? await licenseOf(misps, found.ownerId, found.hash) : undefined;
  if (owner === undefined) {
    return refuse({ kind: 'unknown-license', key }, [[event.validationRequested], [event.licenseKeyUnknown]], mispId);
  }
  const { id } = owner.misp;
  const verdict = judgeLicense(owner.misp, owner.license, now);
  return refuse(
    { kind: 'license-of-another-misp', mispId },
    [
      [event.validationRequested],
      [event.licenseFetched, id],
      [event.verdictReached, id, verdict],
      [event.validatedKeyOfAnotherMisp, mispId],
    ],
    mispId,
    owner.license.hash,
  );
};

function verdictOn(misp: Misp, license: License, now: Instant): Answer {
  const reason = judgeLicense(misp, license, now);
  const isActive = reason === 'VALID';
  const isValid = reason !== 'EXPIRED';
  return {
    message: `MISP ${misp.id} with license key is ${isValid ? 'Valid' : 'Expired'}`,
    misp_id: misp.id,
    isActive,
    isValid,
    licenseKey: license.key,
    validFrom: zoneLess(license.validFrom),
    validTo: zoneLess(license.validTo),
    // Some clients read these spellings of the two flags, others the ones above.
    valid: isValid,
    active: isActive,
    reason,
    licenseKeyHash: license.hash,
    version: misp.version,
  };
}
