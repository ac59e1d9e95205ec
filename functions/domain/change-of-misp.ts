import { issueLicense, switchLicense } from './license.ts';
import type { Caller, Instant, License, Misp, MispProfile } from './misp.ts';
import { type MispState, standingIn } from './transitions.ts';

/** Who changes a MISP, when and in which request: stamped on every change. */
export interface ChangeStamp {
  readonly by: Caller;
  readonly at: Instant;
  readonly requestId: string;
}

/** Draws a fresh licence key and says how many days its licence lasts. */
export interface LicenseTerms {
  readonly newKey: () => string;
  readonly validityDays: number;
}

/** A MISP as it is registered: active, in progress, without a licence. */
export function registeredMisp(id: string, profile: MispProfile, { by, at, requestId }: ChangeStamp): Misp {
  return {
    id,
    name: profile.name,
    address: profile.address,
    contactNumber: profile.contactNumber,
    emailId: profile.emailId,
    status: 'Inprogress',
    isActive: true,
    userId: by.userId,
    createdBy: by.userId,
    createdAt: at,
    updatedBy: null,
    updatedAt: null,
    version: 1,
    lastRequestId: requestId,
    licenses: [],
  };
}

/** The MISP with something changed, one version on. */
function changed(misp: Misp, what: Partial<Misp>, { by, at, requestId }: ChangeStamp): Misp {
  return {
    ...misp,
    ...what,
    updatedBy: by.userId,
    updatedAt: at,
    version: misp.version + 1,
    lastRequestId: requestId,
  };
}

/** The MISP moved to another state, its licences as given. */
export function movedTo(state: MispState, misp: Misp, licenses: readonly License[], stamp: ChangeStamp): Misp {
  return changed(misp, { ...standingIn(state), licenses }, stamp);
}

/** The MISP with another profile. */
export function withProfile(misp: Misp, profile: MispProfile, stamp: ChangeStamp): Misp {
  const { name, address, contactNumber, emailId } = profile;
  return changed(misp, { name, address, contactNumber, emailId }, stamp);
}

/** The MISP with these licences in place of its own. */
export function withLicenses(misp: Misp, licenses: readonly License[], stamp: ChangeStamp): Misp {
  return changed(misp, { licenses }, stamp);
}

/** The licences with every switch that `chosen` picks turned off. */
export function switchedOff(
  licenses: readonly License[],
  chosen: (license: License) => boolean,
  { by, at }: ChangeStamp,
): readonly License[] {
  return licenses.map((license) => (chosen(license) ? switchLicense(license, false, at, by.userId) : license));
}

/** A new licence on these terms. */
export function newLicense(terms: LicenseTerms, { by, at }: ChangeStamp): License {
  return issueLicense(terms.newKey(), at, terms.validityDays, by.userId);
}
