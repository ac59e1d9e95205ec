import { keptLicenses } from '../model/reference/licenses.ts';

/**
 * MISPs as a plain list of changes, by the contract alone (docs/rules.md). Nothing here uses the service's code: it
 * would agree with itself.
 */

/** A licence. All times here are milliseconds since 1970 on the test's clock. */
export interface PlainLicense {
  readonly hash: string;
  readonly validTo: number;
  readonly isOn: boolean;
  /** When it was issued, last given another end, or last switched on. */
  readonly since: number;
}

/** The state of a MISP at some time. */
export interface MispState {
  readonly version: number;
  readonly isApproved: boolean;
  readonly isActive: boolean;
  /** When it was registered or last activated. */
  readonly activeSince: number;
  /** In the order of issue. */
  readonly licenses: readonly PlainLicense[];
}

/** The effect of a successful request on a MISP. */
export type Change =
  | { readonly kind: 'rotate'; readonly overlapMs: number; readonly hash: string; readonly validTo: number }
  | { readonly kind: 'end'; readonly hash: string; readonly validTo: number }
  | { readonly kind: 'key on' | 'key off'; readonly hash: string }
  | { readonly kind: 'approve'; readonly hash: string; readonly validTo: number }
  | { readonly kind: 'activate' | 'de-activate' | 'reject' | 'edit' };

/** The time between two changes of a MISP. */
export interface Period {
  /** When it began; -Infinity for an imported MISP. */
  readonly from: number;
  /**
   * Its positions in the order of events: the change was requested after the first, and answered before the second.
   */
  readonly asked: number;
  readonly answered: number;
  readonly state: MispState;
}

export interface MispHistory {
  readonly id: string;
  /** Never empty. Each change adds one. */
  readonly periods: Period[];
}

/** When a MISP runs out, and with which licence. */
export interface RunsOut {
  readonly hash: string;
  readonly at: number;
  /** Thresholds due by this time had already passed: the licence's own `since`, or the MISP's activation. */
  readonly since: number;
}

/**
 * When a MISP runs out: at the latest end of its switched-on licences, while it is approved and active. Of equal ends
 * the licence issued last counts.
 */
export function runsOut({ isApproved, isActive, activeSince, licenses }: MispState): RunsOut | undefined {
  if (!isApproved || !isActive) return undefined;
  const on = licenses.filter(({ isOn }) => isOn);
  const at = Math.max(...on.map(({ validTo }) => validTo));
  const last = on.findLast(({ validTo }) => validTo === at);
  return last && { hash: last.hash, at, since: Math.max(last.since, activeSince) };
}

/** The MISP after a change. */
export function stateAfter(before: MispState, change: Change, at: number): MispState {
  return { ...before, ...changedBy(before, change, at), version: before.version + 1 };
}

function changedBy(before: MispState, change: Change, at: number): Partial<MispState> {
  const each = (to: (license: PlainLicense) => PlainLicense) => ({ licenses: before.licenses.map(to) });
  const one = (hash: string, what: Partial<PlainLicense>) =>
    each((license) => (license.hash === hash ? { ...license, ...what } : license));
  switch (change.kind) {
    case 'edit':
      return {};
    case 'activate':
      return { isActive: true, activeSince: at };
    case 'de-activate':
      return { isActive: false };
    case 'reject':
      return { isApproved: false, ...each((license) => ({ ...license, isOn: false })) };
    case 'approve':
      return { isApproved: true, licenses: withOneMore(before.licenses, change, at) };
    case 'key on':
      return one(change.hash, { isOn: true, since: at });
    case 'key off':
      return one(change.hash, { isOn: false });
    case 'end':
      return one(change.hash, { validTo: change.validTo, since: at });
    case 'rotate':
      return { licenses: withOneMore(rotated(before.licenses, change.overlapMs, at), change, at) };
  }
}

/** Working licences end when the overlap is over, if not before. Without an overlap they are also switched off. */
const rotated = (licenses: readonly PlainLicense[], overlapMs: number, at: number): readonly PlainLicense[] =>
  licenses.map((license) => {
    if (!license.isOn || license.validTo <= at) return license;
    const isSooner = at + overlapMs < license.validTo;
    const ending = isSooner ? { ...license, validTo: at + overlapMs, since: at } : license;
    return overlapMs === 0 ? { ...ending, isOn: false } : ending;
  });

function withOneMore(
  licenses: readonly PlainLicense[],
  { hash, validTo }: { readonly hash: string; readonly validTo: number },
  at: number,
): readonly PlainLicense[] {
  const stay = keptLicenses(licenses, at, (license) => ({ to: license.validTo, hash: license.hash }));
  if (stay === undefined) throw new Error('A licence was issued for which there is no room');
  return [...stay, { hash, validTo, isOn: true, since: at }];
}

/** The periods of a MISP between two times, both included. */
export function periodsBetween({ periods }: MispHistory, from: number, to: number): readonly Period[] {
  return periods.filter((period, index) => {
    const end = periods[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return period.from <= to && end > from;
  });
}

/** The present state of the MISP. */
export const currentState = ({ periods }: MispHistory): MispState => periods.at(-1)!.state;
