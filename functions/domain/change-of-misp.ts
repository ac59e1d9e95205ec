import { withEditor } from './editors.ts';
import { endAfter, issueLicense, switchLicense } from './license.ts';
import { licensesToKeep } from './license-bounds.ts';
import { type Caller, type Instant, type License, type Misp, type MispProfile, normalizedProfile } from './misp.ts';
import { notBefore } from './server-clocks.ts';

/** Who changes a MISP, when and in which request. Every change stores it. */
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

/** A newly registered MISP: active, in progress, without a licence. */
export function registeredMisp(id: string, profile: MispProfile, { by, at, requestId }: ChangeStamp): Misp {
  return {
    id,
    ...normalizedProfile(profile),
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

/** When a MISP last changed. */
export const lastChangeOf = ({ updatedAt, createdAt }: Misp): Instant => updatedAt ?? createdAt;

/**
 * The MISP with a change, and its version raised by one. The time of its last change does not go back, even if the
 * clock of this change is behind that of the one before.
 */
export function changed(misp: Misp, what: Partial<Misp>, { by, at, requestId }: ChangeStamp): Misp {
  return {
    ...misp,
    ...what,
    updatedBy: by.userId,
    updatedAt: notBefore(lastChangeOf(misp), at),
    version: misp.version + 1,
    lastRequestId: requestId,
  };
}

/** The licences, with those that `chosen` picks switched off. */
export function switchedOff(
  licenses: readonly License[],
  chosen: (license: License) => boolean,
  { by, at }: ChangeStamp,
): readonly License[] {
  return licenses.map((license) => (chosen(license) ? switchLicense(license, false, at, by.userId) : license));
}

/**
 * Issues a licence on these terms, as the last of the list. Removes expired licences if there are too many.
 * @param validTo its end, if it differs from the terms.
 * @param misp the licences after the rest of the change, the version before it.
 * @returns undefined if the MISP has no room for another licence (docs/rules.md, "How many").
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
