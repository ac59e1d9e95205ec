import type { ApprovalStatus, Instant, License, Misp } from './misp.ts';

/**
 * The state machine of MISP and licence as two tables; `transition.ts` applies them, and docs/architecture.md draws
 * them. Whether a licence works is not a state: `judgeLicense` derives it.
 */

export type MispState = `${ApprovalStatus}/${'active' | 'de-active'}`;

/** The request leads to this state, which may be the current one. */
export interface Move<State> {
  readonly kind: 'move';
  readonly to: State;
}
export interface Unchanged {
  readonly kind: 'unchanged';
}
export interface Refused<Why extends string> {
  readonly kind: 'refused';
  readonly why: Why;
}

/** The outcome of each request in a state of its MISP. `transition.ts` has the details. */
export interface MispRow {
  readonly approve: Move<MispState> | Refused<'already-in-status' | 'misp-not-active'>;
  readonly reject: Move<MispState> | Refused<'already-in-status'>;
  readonly activate: Move<MispState> | Unchanged;
  readonly 'de-activate': Move<MispState> | Unchanged;
  readonly update: Move<MispState>;
  readonly download: Move<MispState> | Refused<'misp-not-approved' | 'misp-not-active'>;
  readonly rotate: Move<MispState> | Refused<'misp-not-approved' | 'misp-not-active'>;
}

const to = <State>(state: State): Move<State> => ({ kind: 'move', to: state });
const refused = <Why extends string>(why: Why): Refused<Why> => ({ kind: 'refused', why });
const unchanged: Unchanged = { kind: 'unchanged' };
const already = refused('already-in-status');
const notActive = refused('misp-not-active');
const notApproved = refused('misp-not-approved');

/** Every state of a MISP and every request. */
export const mispTransitions: Readonly<Record<MispState, MispRow>> = {
  'Inprogress/active': {
    approve: to('approved/active'),
    reject: to('rejected/active'),
    activate: unchanged,
    'de-activate': to('Inprogress/de-active'),
    update: to('Inprogress/active'),
    download: notApproved,
    rotate: notApproved,
  },
  'Inprogress/de-active': {
    approve: notActive,
    reject: to('rejected/de-active'),
    activate: to('Inprogress/active'),
    'de-activate': unchanged,
    update: to('Inprogress/de-active'),
    download: notApproved,
    rotate: notApproved,
  },
  'approved/active': {
    approve: already,
    reject: to('rejected/active'),
    activate: unchanged,
    'de-activate': to('approved/de-active'),
    update: to('approved/active'),
    download: to('approved/active'),
    rotate: to('approved/active'),
  },
  'approved/de-active': {
    approve: already,
    reject: to('rejected/de-active'),
    activate: to('approved/active'),
    'de-activate': unchanged,
    update: to('approved/de-active'),
    download: notActive,
    rotate: notActive,
  },
  'rejected/active': {
    approve: to('approved/active'),
    reject: already,
    activate: unchanged,
    'de-activate': to('rejected/de-active'),
    update: to('rejected/active'),
    download: notApproved,
    rotate: notApproved,
  },
  'rejected/de-active': {
    approve: notActive,
    reject: already,
    activate: to('rejected/active'),
    'de-activate': unchanged,
    update: to('rejected/de-active'),
    download: notApproved,
    rotate: notApproved,
  },
};

export type LicenseState = `${'on' | 'off'}/${'current' | 'expired'}`;
export interface LicenseRow {
  readonly 'switch-on': Move<'on'> | Unchanged | Refused<'license-expired'>;
  readonly 'switch-off': Move<'off'> | Unchanged;
  /** Changes the end; the switch stays. */
  readonly 'set-end': Move<'on' | 'off'> | Refused<'license-expired'>;
}

const expired = refused('license-expired');

/** Every state of a licence and every request; the state of its MISP does not matter. */
export const licenseTransitions: Readonly<Record<LicenseState, LicenseRow>> = {
  'on/current': { 'switch-on': unchanged, 'switch-off': to('off'), 'set-end': to('on') },
  'off/current': { 'switch-on': to('on'), 'switch-off': unchanged, 'set-end': to('off') },
  'on/expired': { 'switch-on': expired, 'switch-off': to('off'), 'set-end': expired },
  'off/expired': { 'switch-on': expired, 'switch-off': unchanged, 'set-end': expired },
};

/** The state of a MISP in `mispTransitions`. */
export function stateOf(misp: Pick<Misp, 'status' | 'isActive'>): MispState {
  return `${misp.status}/${misp.isActive ? 'active' : 'de-active'}`;
}

const standings: Readonly<Record<MispState, Pick<Misp, 'status' | 'isActive'>>> = {
  'Inprogress/active': { status: 'Inprogress', isActive: true },
  'Inprogress/de-active': { status: 'Inprogress', isActive: false },
  'approved/active': { status: 'approved', isActive: true },
  'approved/de-active': { status: 'approved', isActive: false },
  'rejected/active': { status: 'rejected', isActive: true },
  'rejected/de-active': { status: 'rejected', isActive: false },
};

/** The two fields of a MISP in this state: the inverse of `stateOf`. */
export function standingIn(state: MispState): Pick<Misp, 'status' | 'isActive'> {
  return standings[state];
}

/** The state of a licence in `licenseTransitions`. */
export function licenseStateOf(license: Pick<License, 'isSwitchedOn' | 'validTo'>, now: Instant): LicenseState {
  return `${license.isSwitchedOn ? 'on' : 'off'}/${now >= license.validTo ? 'expired' : 'current'}`;
}
