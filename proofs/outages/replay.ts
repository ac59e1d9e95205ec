import { stayingFor } from '../model/reference/licenses.ts';
import type { ChangeKind } from './change.ts';

/** A licence as the replay knows it. */
export interface License {
  readonly hash: string;
  readonly isOn: boolean;
  readonly validTo: number;
}

/** A MISP as its changes, one after the other, must have left it. */
export interface Standing {
  readonly name: string;
  readonly status: 'Inprogress' | 'approved' | 'rejected';
  readonly isActive: boolean;
  readonly licenses: readonly License[];
}

/** A change as the request that made it asked for it. */
export interface Change {
  readonly kind: ChangeKind;
  /** The request's reading of the clock. */
  readonly at: number;
  /** Of a registration or an update. */
  readonly name: string;
  /** Hash of the key whose switch is set. */
  readonly hash: string;
  /** Of an approval or a renewal. */
  readonly issued: License | undefined;
}

export type Reason = 'EXPIRED' | 'MISP_REJECTED' | 'MISP_DEACTIVATED' | 'LICENSE_DEACTIVATED' | 'VALID';

/** The contract's table of reasons: the first that holds. Written anew, since the service's own would agree with itself. */
export function reasonFor({ status, isActive }: Standing, { isOn, validTo }: License, now: number): Reason {
  if (now >= validTo) return 'EXPIRED';
  if (status !== 'approved') return 'MISP_REJECTED';
  if (!isActive) return 'MISP_DEACTIVATED';
  return isOn ? 'VALID' : 'LICENSE_DEACTIVATED';
}

type Rule = (before: Standing, change: Change) => Standing | undefined;

const withSwitch = (standing: Standing, which: (license: License) => boolean, isOn: boolean): Standing => ({
  ...standing,
  licenses: standing.licenses.map((license) => (which(license) ? { ...license, isOn } : license)),
});
/** With a licence that is issued now, and without those that leave for it; undefined where there is no room. */
function withLicense(standing: Standing, { at, issued }: Change): Standing | undefined {
  const stay = stayingFor(standing.licenses, at, ({ validTo, hash }) => ({ to: validTo, hash }));
  return stay && issued && { ...standing, licenses: [...stay, issued] };
}
/** All licences last equally long, so the one that ends last was issued last. */
const issuedLast = (licenses: readonly License[]): License | undefined =>
  licenses.toSorted((one, other) => one.validTo - other.validTo || (one.hash < other.hash ? -1 : 1)).at(-1);
const setSwitch =
  (isOn: boolean): Rule =>
  (before, { hash, at }) => {
    const license = before.licenses.find((one) => one.hash === hash);
    const isPossible = license !== undefined && license.isOn !== isOn && !(isOn && at >= license.validTo);
    return isPossible ? withSwitch(before, (one) => one === license, isOn) : undefined;
  };

/** docs/rules.md. Undefined where the rules have no such change: it cannot have made a version. */
const rules: Readonly<Record<ChangeKind, Rule>> = {
  register: () => undefined,
  approve: (before, change) =>
    before.status === 'approved' || !before.isActive
      ? undefined
      : withLicense({ ...before, status: 'approved' }, change),
  reject: (before) =>
    before.status === 'rejected' ? undefined : withSwitch({ ...before, status: 'rejected' }, () => true, false),
  update: (before, { name }) => ({ ...before, name }),
  activate: (before) => (before.isActive ? undefined : { ...before, isActive: true }),
  'de-activate': (before) => (before.isActive ? { ...before, isActive: false } : undefined),
  'switch on': setSwitch(true),
  'switch off': setSwitch(false),
  renew: (before, change) => {
    const { at } = change;
    const isLapsed = ({ isOn, validTo }: License) => isOn && at >= validTo;
    const works = before.licenses.some((license) => reasonFor(before, license, at) === 'VALID');
    const last = issuedLast(before.licenses);
    const isPossible =
      before.status === 'approved' && before.isActive && !works && last !== undefined && isLapsed(last);
    return isPossible ? withLicense(withSwitch(before, isLapsed, false), change) : undefined;
  },
};

/** The MISP after a change; undefined when the rules have no such change of such a MISP. */
export function standingAfter(before: Standing | undefined, change: Change): Standing | undefined {
  if (before !== undefined) return rules[change.kind](before, change);
  if (change.kind !== 'register') return undefined;
  return { name: change.name, status: 'Inprogress', isActive: true, licenses: [] };
}

/**
 * The domain events that a change must leave, as texts that can be compared: one a licence that works and did not, or the
 * other way round, new licences included. Another reason alone leaves none.
 */
export function verdictsChanged(before: Standing | undefined, after: Standing, at: number): readonly string[] {
  return after.licenses.flatMap((license) => {
    const old = before?.licenses.find(({ hash }) => hash === license.hash);
    const reason = reasonFor(after, license, at);
    const worked = before !== undefined && old !== undefined && reasonFor(before, old, at) === 'VALID';
    if (old !== undefined && worked === (reason === 'VALID')) return [];
    const [validTo, changedAt] = [license.validTo, at].map((time) => new Date(time).toISOString());
    return [verdictText({ licenseKeyHash: license.hash, active: reason === 'VALID', reason, validTo, changedAt })];
  });
}

/** Hashes of the licences that a change took away from its MISP. */
export function licensesGone(before: Standing | undefined, after: Standing): readonly string[] {
  const stay = new Set(after.licenses.map(({ hash }) => hash));
  return before?.licenses.map(({ hash }) => hash).filter((hash) => !stay.has(hash)) ?? [];
}

/** What a domain event says, apart from the change that it is of. */
export const verdictText = (detail: Readonly<Record<string, unknown>>): string =>
  ['licenseKeyHash', 'active', 'reason', 'validTo', 'changedAt'].map((name) => `${name} ${detail[name]}`).join(', ');
