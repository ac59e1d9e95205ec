import type { ApprovalStatus, Instant, License, Misp } from './misp.ts';

/**
 * The state machine of MISP and licence, as two tables. docs/architecture.md draws it; test/unit/transitions.test.ts goes
 * through it cell by cell. Whether a licence works is not a state of its own: `judgeLicense` derives it.
 */

export type MispState = `${ApprovalStatus}/${'active' | 'de-active'}`;
export type MispRequest = 'approve' | 'reject' | 'activate' | 'de-activate' | 'update' | 'download';

/** What a request does to the licences of its MISP. */
export type LicenseEffect = 'issue-one' | 'switch-all-off' | 'renew-if-expired' | 'keep';

export type MispTransition =
  | { readonly to: MispState; readonly licenses: LicenseEffect }
  | { readonly unchanged: true }
  | { readonly refused: 'already-in-status' | 'misp-not-active' | 'misp-not-approved' };

const unchanged = { unchanged: true } as const;
const already = { refused: 'already-in-status' } as const;
const notActive = { refused: 'misp-not-active' } as const;
const notApproved = { refused: 'misp-not-approved' } as const;

/** Every state of a MISP against every request. */
export const mispTransitions: Readonly<Record<MispState, Readonly<Record<MispRequest, MispTransition>>>> = {
  'Inprogress/active': {
    approve: { to: 'approved/active', licenses: 'issue-one' },
    reject: { to: 'rejected/active', licenses: 'switch-all-off' },
    activate: unchanged,
    'de-activate': { to: 'Inprogress/de-active', licenses: 'keep' },
    update: { to: 'Inprogress/active', licenses: 'keep' },
    download: notApproved,
  },
  'Inprogress/de-active': {
    approve: notActive,
    reject: { to: 'rejected/de-active', licenses: 'switch-all-off' },
    activate: { to: 'Inprogress/active', licenses: 'keep' },
    'de-activate': unchanged,
    update: { to: 'Inprogress/de-active', licenses: 'keep' },
    download: notApproved,
  },
  'approved/active': {
    approve: already,
    reject: { to: 'rejected/active', licenses: 'switch-all-off' },
    activate: unchanged,
    'de-activate': { to: 'approved/de-active', licenses: 'keep' },
    update: { to: 'approved/active', licenses: 'keep' },
    download: { to: 'approved/active', licenses: 'renew-if-expired' },
  },
  'approved/de-active': {
    approve: already,
    reject: { to: 'rejected/de-active', licenses: 'switch-all-off' },
    activate: { to: 'approved/active', licenses: 'keep' },
    'de-activate': unchanged,
    update: { to: 'approved/de-active', licenses: 'keep' },
    download: notActive,
  },
  'rejected/active': {
    approve: { to: 'approved/active', licenses: 'issue-one' },
    reject: already,
    activate: unchanged,
    'de-activate': { to: 'rejected/de-active', licenses: 'keep' },
    update: { to: 'rejected/active', licenses: 'keep' },
    download: notApproved,
  },
  'rejected/de-active': {
    approve: notActive,
    reject: already,
    activate: { to: 'rejected/active', licenses: 'keep' },
    'de-activate': unchanged,
    update: { to: 'rejected/de-active', licenses: 'keep' },
    download: notApproved,
  },
};

export type LicenseState = `${'on' | 'off'}/${'current' | 'expired'}`;
export type LicenseRequest = 'switch-on' | 'switch-off';
export type LicenseTransition =
  | { readonly switchedOn: boolean }
  | { readonly unchanged: true }
  | { readonly refused: 'license-expired' };

const expired = { refused: 'license-expired' } as const;

/** Every state of a licence against every request; the state of its MISP plays no part. */
export const licenseTransitions: Readonly<Record<LicenseState, Readonly<Record<LicenseRequest, LicenseTransition>>>> = {
  'on/current': { 'switch-on': unchanged, 'switch-off': { switchedOn: false } },
  'off/current': { 'switch-on': { switchedOn: true }, 'switch-off': unchanged },
  'on/expired': { 'switch-on': expired, 'switch-off': { switchedOn: false } },
  'off/expired': { 'switch-on': expired, 'switch-off': unchanged },
};

/** The row of `mispTransitions` that a MISP stands in. */
export function stateOf(misp: Pick<Misp, 'status' | 'isActive'>): MispState {
  return `${misp.status}/${misp.isActive ? 'active' : 'de-active'}`;
}

/** The two fields of a MISP that a state stands for: the inverse of `stateOf`. */
export function standingIn(state: MispState): Pick<Misp, 'status' | 'isActive'> {
  const standings: Record<MispState, Pick<Misp, 'status' | 'isActive'>> = {
    'Inprogress/active': { status: 'Inprogress', isActive: true },
    'Inprogress/de-active': { status: 'Inprogress', isActive: false },
    'approved/active': { status: 'approved', isActive: true },
    'approved/de-active': { status: 'approved', isActive: false },
    'rejected/active': { status: 'rejected', isActive: true },
    'rejected/de-active': { status: 'rejected', isActive: false },
  };
  return standings[state];
}

/** The row of `licenseTransitions` that a licence stands in at a point in time. */
export function licenseStateOf(license: Pick<License, 'isSwitchedOn' | 'validTo'>, now: Instant): LicenseState {
  return `${license.isSwitchedOn ? 'on' : 'off'}/${now >= license.validTo ? 'expired' : 'current'}`;
}
