import {
  type ChangeStamp,
  changed,
  type LicenseTerms,
  lastChangeOf,
  switchedOff,
  withNewLicense,
} from './change-of-misp.ts';
import { mayHaveEdited, withEditor } from './editors.ts';
import { endLicense, findLicense, judgeLicense, switchLicense } from './license.ts';
import { type Instant, type License, type Misp, type MispProfile, normalizedProfile } from './misp.ts';
import { LONGEST_LEAD_MS, notBefore } from './server-clocks.ts';
import {
  licenseStateOf,
  licenseTransitions,
  type MispState,
  mispTransitions,
  type Refused,
  standingIn,
  stateOf,
  type Unchanged,
} from './transitions.ts';

export type Approval =
  | {
      readonly kind: 'approve';
      readonly terms: LicenseTerms;
      /** Whether editors of the MISP may not approve it. */
      readonly separationOfDuties: boolean;
    }
  | { readonly kind: 'reject' };
export interface ActivityChange {
  readonly kind: 'activate' | 'de-activate';
}
export interface ProfileChange {
  readonly kind: 'update';
  readonly profile: MispProfile;
}
export interface Download {
  readonly kind: 'download';
  readonly terms: LicenseTerms;
}
export interface KeySwitch {
  readonly kind: 'switch-on' | 'switch-off';
  readonly licenseHash: string;
}
export interface Rotation {
  readonly kind: 'rotate';
  readonly terms: LicenseTerms;
  /** How long working licences keep working, at most. */
  readonly overlapMs: number;
  /** The end of the new licence, if it differs from the terms. */
  readonly validTo?: Instant | undefined;
}
export interface ValidityChange {
  readonly kind: 'set-end';
  readonly licenseHash: string;
  readonly validTo: Instant;
}
/** A request to an existing MISP. */
export type MispRequest = Approval | ActivityChange | ProfileChange | Download | KeySwitch | Rotation | ValidityChange;

/** The MISP after the request. */
export interface Changed<Issued extends License | undefined = undefined> {
  readonly kind: 'changed';
  readonly misp: Misp;
  readonly issued: Issued;
  /** Whether it stops a licence: then it wins against concurrent changes (docs/rules.md, "Concurrency"). */
  readonly isRevocation: boolean;
}
/** The MISP after a rotation, and the licences that worked before it. */
export interface Rotated extends Changed<License> {
  readonly earlier: readonly License[];
}
/** The MISP does not change, and this licence of it works. */
export interface UnchangedWithLicense {
  readonly kind: 'unchanged';
  readonly working: License;
}

type ApprovalRefused = Refused<'already-in-status' | 'misp-not-active' | 'another-person-needed' | 'too-many-licenses'>;
type DownloadRefused = Refused<
  'misp-not-approved' | 'misp-not-active' | 'no-license' | 'no-active-license' | 'too-many-licenses'
>;
type RotationRefused = Refused<'misp-not-approved' | 'misp-not-active' | 'too-many-licenses'>;
type SwitchRefused = Refused<'unknown-license' | 'license-expired'>;

export type ApprovalTransition = Changed<License | undefined> | ApprovalRefused;
export type ActivityTransition = Changed | Unchanged;
export type DownloadTransition = Changed<License> | UnchangedWithLicense | DownloadRefused;
export type RotationTransition = Rotated | RotationRefused;
/** A change of a licence's switch or end. */
export type LicenseTransition = Changed | Unchanged | SwitchRefused;

/**
 * The state machine: the effect of a request on a MISP (docs/rules.md). Every operation that changes a MISP uses it.
 * @param stamp the caller, the time and the request.
 */
export function transition(misp: Misp, request: Approval, stamp: ChangeStamp): ApprovalTransition;
export function transition(misp: Misp, request: ActivityChange, stamp: ChangeStamp): ActivityTransition;
export function transition(misp: Misp, request: ProfileChange, stamp: ChangeStamp): Changed;
export function transition(misp: Misp, request: Download, stamp: ChangeStamp): DownloadTransition;
export function transition(misp: Misp, request: KeySwitch | ValidityChange, stamp: ChangeStamp): LicenseTransition;
export function transition(misp: Misp, request: Rotation, stamp: ChangeStamp): RotationTransition;
export function transition(
  misp: Misp,
  request: MispRequest,
  stamp: ChangeStamp,
): ApprovalTransition | ActivityTransition | DownloadTransition | LicenseTransition | RotationTransition {
  switch (request.kind) {
    case 'approve':
      return approve(misp, request, stamp);
    case 'reject':
      return reject(misp, stamp);
    case 'activate':
    case 'de-activate':
      return setActivity(misp, request.kind, stamp);
    case 'update':
      return update(misp, request.profile, stamp);
    case 'download':
      return download(misp, request.terms, stamp);
    case 'switch-on':
    case 'switch-off':
      return setSwitch(misp, request, stamp);
    case 'set-end':
      return setEnd(misp, request, stamp);
    case 'rotate':
      return rotate(misp, request, stamp);
  }
}

/**
 * A request that read its clock earlier than another may be carried out later. It must not end a licence before its
 * start (docs/rules.md, "Rotate": one after the other).
 */
export function notBeforeLastChange(misp: Misp, stamp: ChangeStamp): ChangeStamp {
  return { ...stamp, at: notBefore(lastChangeOf(misp), stamp.at) };
}

/**
 * The state of a licence for a change, never at a time before its last change. So a function with a slow clock does not
 * revive a licence that has ended (docs/rules.md, "Rotate").
 */
const standingOf = (license: License, { at }: ChangeStamp) =>
  licenseTransitions[licenseStateOf(license, Math.max(at, license.updatedAt ?? at))];

const refused = <Why extends string>(why: Why): Refused<Why> => ({ kind: 'refused', why });

/** The MISP in another state, with further changes. */
const movedTo = (to: MispState, misp: Misp, what: Partial<Misp>, stamp: ChangeStamp): Misp =>
  changed(misp, { ...standingIn(to), ...what }, stamp);

/** Approving issues a licence. */
function approve(
  misp: Misp,
  { terms, separationOfDuties }: Extract<Approval, { kind: 'approve' }>,
  stamp: ChangeStamp,
): ApprovalTransition {
  const cell = mispTransitions[stateOf(misp)].approve;
  if (cell.kind === 'refused') return cell;
  if (separationOfDuties && mayHaveEdited(misp, stamp.by.userId)) return refused('another-person-needed');
  const issue = withNewLicense(misp, terms, stamp);
  if (issue === undefined) return refused('too-many-licenses');
  const { issued, licenses } = issue;
  const what = { licenses, editors: [] };
  return { kind: 'changed', misp: movedTo(cell.to, misp, what, stamp), issued, isRevocation: false };
}

/** Rejecting switches all licences off. */
function reject(misp: Misp, stamp: ChangeStamp): ApprovalTransition {
  const cell = mispTransitions[stateOf(misp)].reject;
  if (cell.kind === 'refused') return cell;
  const what = { licenses: switchedOff(misp.licenses, () => true, stamp), editors: [] };
  return { kind: 'changed', misp: movedTo(cell.to, misp, what, stamp), issued: undefined, isRevocation: true };
}

/**
 * Changes no licence's switch: de-activating stops all licences at once, activating brings back those that are switched
 * on.
 */
function setActivity(misp: Misp, kind: ActivityChange['kind'], stamp: ChangeStamp): ActivityTransition {
  const cell = mispTransitions[stateOf(misp)][kind];
  if (cell.kind === 'unchanged') return cell;
  const what = kind === 'activate' ? { activeSince: stamp.at } : {};
  return {
    kind: 'changed',
    misp: movedTo(cell.to, misp, what, stamp),
    issued: undefined,
    isRevocation: kind === 'de-activate',
  };
}

/**
 * An unchanged name keeps its stored form: a form computed today may differ and collide with the name of another MISP.
 */
function update(misp: Misp, profile: MispProfile, stamp: ChangeStamp): Changed {
  const cell = mispTransitions[stateOf(misp)].update;
  const { normalizedName } = misp;
  const what = {
    ...normalizedProfile(profile),
    ...(profile.name === misp.name ? { normalizedName } : {}),
    editors: withEditor(misp.editors, stamp.by.userId),
  };
  return { kind: 'changed', misp: movedTo(cell.to, misp, what, stamp), issued: undefined, isRevocation: false };
}

/** Returns a working licence, or renews the one issued last if that has expired. */
function download(misp: Misp, terms: LicenseTerms, stamp: ChangeStamp): DownloadTransition {
  const cell = mispTransitions[stateOf(misp)].download;
  if (cell.kind === 'refused') return cell;
  const last = misp.licenses.at(-1);
  if (last === undefined) return refused('no-license');
  const [working] = misp.licenses
    .filter((license) => judgeLicense(misp, license, stamp.at) === 'VALID')
    // Of equal ends the one issued last: during a rotation the other one is about to end.
    .reverse()
    .sort((one, other) => other.validTo - one.validTo);
  if (working !== undefined) return { kind: 'unchanged', working };
  const isLapsed = (license: License) => licenseStateOf(license, stamp.at) === 'on/expired';
  // Only the licence issued last may be renewed: a download must never replace one that somebody switched off.
  if (!isLapsed(last)) return refused('no-active-license');
  const issue = withNewLicense({ ...misp, licenses: switchedOff(misp.licenses, isLapsed, stamp) }, terms, stamp);
  if (issue === undefined) return refused('too-many-licenses');
  const { issued, licenses } = issue;
  return { kind: 'changed', misp: movedTo(cell.to, misp, { licenses }, stamp), issued, isRevocation: false };
}

function setSwitch(misp: Misp, { kind, licenseHash }: KeySwitch, stamp: ChangeStamp): LicenseTransition {
  const license = findLicense(misp, licenseHash);
  if (license === undefined) return refused('unknown-license');
  const cell = standingOf(license, stamp)[kind];
  if (cell.kind !== 'move') return cell;
  const isOn = cell.to === 'on';
  const licenses = replaced(misp, license, switchLicense(license, isOn, stamp.at, stamp.by.userId));
  return { kind: 'changed', misp: changed(misp, { licenses }, stamp), issued: undefined, isRevocation: !isOn };
}

/** The licences, with one replaced. */
const replaced = ({ licenses }: Misp, license: License, by: License): readonly License[] =>
  licenses.map((one) => (one === license ? by : one));

/** Changes the end of a licence that has not expired, whatever the state of its MISP. */
function setEnd(misp: Misp, { licenseHash, validTo }: ValidityChange, stamp: ChangeStamp): LicenseTransition {
  const license = findLicense(misp, licenseHash);
  if (license === undefined) return refused('unknown-license');
  const cell = standingOf(license, stamp)['set-end'];
  if (cell.kind === 'refused') return cell;
  if (license.validTo === validTo) return { kind: 'unchanged' };
  const isOn = cell.to === 'on';
  const switched = switchLicense(license, isOn, stamp.at, stamp.by.userId);
  const licenses = replaced(misp, license, endLicense(switched, validTo, stamp.at, stamp.by.userId));
  const isRevocation = validTo < license.validTo;
  return { kind: 'changed', misp: changed(misp, { licenses }, stamp), issued: undefined, isRevocation };
}

/**
 * Issues a licence, and ends every working one after the overlap, never later than before. Without an overlap it also
 * switches them off, so that the revocation does not depend on a clock: even those that have just expired, because by
 * the clock of another server they still work.
 */
function rotate(misp: Misp, { terms, overlapMs, validTo }: Rotation, stamp: ChangeStamp): RotationTransition {
  const cell = mispTransitions[stateOf(misp)].rotate;
  if (cell.kind === 'refused') return cell;
  const after = notBeforeLastChange(misp, stamp);
  const { at, by } = after;
  const worksAt = (license: License, time: Instant) => judgeLicense(misp, license, time) === 'VALID';
  const working = new Set(misp.licenses.filter((license) => worksAt(license, stamp.at)));
  const ended = misp.licenses.map((license) => {
    const ending = working.has(license)
      ? endLicense(license, Math.min(license.validTo, at + overlapMs), at, by.userId)
      : license;
    const isStopped = overlapMs === 0 && worksAt(license, stamp.at - LONGEST_LEAD_MS);
    return isStopped ? switchLicense(ending, false, at, by.userId) : ending;
  });
  const issue = withNewLicense({ ...misp, licenses: ended }, terms, after, validTo);
  if (issue === undefined) return refused('too-many-licenses');
  const { issued, licenses } = issue;
  const hashes = new Set([...working].map(({ hash }) => hash));
  const earlier = ended.filter(({ hash }) => hashes.has(hash));
  return { kind: 'changed', misp: movedTo(cell.to, misp, { licenses }, after), issued, earlier, isRevocation: true };
}
