import { withEditor } from './editors.ts';
import { endAfter, issueLicense, switchLicense } from './license.ts';
import { licensesToKeep } from './license-bounds.ts';
import type { Caller, Instant, License, Misp, MispProfile } from './misp.ts';
import { normalizeName } from './organization-name.ts';

/** Who changes a MISP, when and in which request: stamped on every change. */
export interface ChangeStamp {
  readonly by: Caller;
  readonly at: Instant;
  readonly requestId: string;
}

/** Draws a new licence key and gives the validity of its licence in days. */
export interface LicenseTerms {
  readonly newKey: () => string;
  readonly validityDays: number;
}

/** A MISP as it is registered: active, in progress, without a licence. */
export function registeredMisp(id: string, profile: MispProfile, { by, at, requestId }: ChangeStamp): Misp {
  return {
    id,
    ...profileOf(profile),
    status: 'Inprogress',
    isActive: true,
    activeSince: at,
    userId: by.userId,
    createdBy: by.userId,
    createdAt: at,
    updatedBy: null,
    updatedAt: null,
    version: 1,
    editors: withEditor([], by.userId),
    lastRequestId: requestId,
    licenses: [],
  };
}

/** The MISP with something changed, one version on. */
export function changed(misp: Misp, what: Partial<Misp>, { by, at, requestId }: ChangeStamp): Misp {
  return {
    ...misp,
    ...what,
    updatedBy: by.userId,
    updatedAt: at,
    version: misp.version + 1,
    lastRequestId: requestId,
  };
}

/** The profile's own fields, and the form under which its name is held from now on. */
export function profileOf({ name, address, contactNumber, emailId }: MispProfile) {
  return { name, normalizedName: normalizeName(name), address, contactNumber, emailId };
}

/** The licences, with the switch of each one that `chosen` picks turned off. */
export function switchedOff(
  licenses: readonly License[],
  chosen: (license: License) => boolean,
  { by, at }: ChangeStamp,
): readonly License[] {
  return licenses.map((license) => (chosen(license) ? switchLicense(license, false, at, by.userId) : license));
}

/**
 * Issues a licence on these terms, as the last of the list. Expired licences are removed if there are too many.
 * @param validTo its end, if it differs from the terms.
 * @param misp its licences as the rest of the change leaves them, its version as the change finds it.
 * @returns undefined if the MISP has no room for one more (docs/rules.md, "How many").
 */
export function withNewLicense(
  { licenses, version }: Pick<Misp, 'licenses' | 'version'>,
  terms: LicenseTerms,
  { by, at }: ChangeStamp,
  validTo: Instant = endAfter(at, terms.validityDays),
): { readonly issued: License; readonly licenses: readonly License[] } | undefined {
  const kept = licensesToKeep(licenses, at);
  if (kept === undefined) return undefined;
  const issued = issueLicense(terms.newKey(), at, validTo, by.userId, version + 1);
  return { issued, licenses: [...kept, issued] };
}
