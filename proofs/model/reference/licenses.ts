import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import type { Reason } from './expected.ts';
import type { KnownLicense, KnownMisp } from './world.ts';

const VALID_FOR_MS = 90 * 24 * 60 * 60 * 1000;

/** How many licences a MISP holds when one is issued, and how many may be removed for it. */
const MOST = 50;
const MOST_EXPIRED = 5;
const MOST_REMOVED = 10;

/** Replaces a licence key where the key itself must not appear. */
export const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** The licence issued last; of imported ones the youngest, of equal times the one with the last hash. */
export const issuedLast = (licenses: readonly KnownLicense[]): KnownLicense | undefined =>
  licenses
    .toSorted(
      (one, other) =>
        one.issuedInVersion - other.issuedInVersion ||
        one.createdAt - other.createdAt ||
        (hashOf(one.key) < hashOf(other.key) ? -1 : 1),
    )
    .at(-1);

/** Whether it has ended for a request whose clock may be behind that of the last change. */
export const hasEnded = ({ to, updatedAt }: KnownLicense, { at }: Call) => Math.max(at, updatedAt ?? at) >= to;

/** The contract's table of reasons, top to bottom. */
export function reasonFor(misp: KnownMisp, license: KnownLicense, now: number): Reason {
  const table: readonly (readonly [boolean, Reason])[] = [
    [now >= license.to, 'EXPIRED'],
    [misp.approval !== 'approved', 'MISP_REJECTED'],
    [!misp.active, 'MISP_DEACTIVATED'],
    [!license.on, 'LICENSE_DEACTIVATED'],
  ];
  return table.find(([holds]) => holds)?.[1] ?? 'VALID';
}

/** When a MISP runs out: at the latest end of its licences that are switched on, while it is approved and active. */
export function runsOutAt({ approval, active, licenses }: KnownMisp): number | undefined {
  const ends = licenses.filter(({ on }) => on).map(({ to }) => to);
  return approval === 'approved' && active && ends.length > 0 ? Math.max(...ends) : undefined;
}

/** A licence issued in this request. */
export function issuedNow({ version }: KnownMisp, key: string, { by, at }: Call): KnownLicense {
  return {
    key,
    issuedInVersion: version + 1,
    on: true,
    from: at,
    to: at + VALID_FOR_MS,
    createdBy: by.userId,
    createdAt: at,
    updatedBy: null,
    updatedAt: null,
  };
}

/** What decides which licence is removed first: its end, and for equal ends its hash. */
export interface End {
  readonly to: number;
  readonly hash: string;
}

/**
 * The licences that stay when one more is issued: expired licences are removed, the earliest end first, until there is
 * room.
 * @returns undefined if too many have not expired.
 */
export function keptLicenses<License>(
  licenses: readonly License[],
  now: number,
  endOf: (license: License) => End,
): readonly License[] | undefined {
  const isExpired = (license: License) => now >= endOf(license).to;
  const expired = licenses.filter(isExpired);
  if (licenses.length - expired.length >= MOST) return undefined;
  const byEnd = (one: End, other: End) => one.to - other.to || (one.hash < other.hash ? -1 : 1);
  const toRemove = expired.toSorted((one, other) => byEnd(endOf(one), endOf(other))).slice(0, MOST_REMOVED);
  let stay = licenses;
  for (const license of toRemove) {
    if (stay.length < MOST && stay.filter(isExpired).length <= MOST_EXPIRED) break;
    stay = stay.filter((one) => one !== license);
  }
  return stay;
}

export const withRoomForOne = (licenses: readonly KnownLicense[], now: number) =>
  keptLicenses(licenses, now, ({ key, to }) => ({ to, hash: hashOf(key) }));

/** Names in the figures how many licences were removed: `, ten removed` even if more are left for the next time. */
export function removedSuffix(before: readonly KnownLicense[], stay: readonly KnownLicense[]): string {
  const removed = before.length - stay.length;
  return removed === 0 ? '' : removed === MOST_REMOVED ? ', ten removed' : ', expired ones removed';
}

/** Servers' clocks differ, and requests wait, by less than half a minute. */
export const HALF_A_MINUTE = 30_000;

/** When something changes: not before it did so last, unless that has a time that no server can have given it. */
export function changeTime(
  { updatedAt, createdAt }: { readonly updatedAt: number | null; readonly createdAt: number },
  { at }: Call,
): number {
  const previous = updatedAt ?? createdAt;
  return previous > at + HALF_A_MINUTE ? at : Math.max(at, previous);
}

/** The licences with some switches set; those already set do not change. */
export function switched(
  licenses: readonly KnownLicense[],
  which: (license: KnownLicense) => boolean,
  on: boolean,
  call: Call,
): readonly KnownLicense[] {
  return licenses.map((license) =>
    which(license) && license.on !== on
      ? { ...license, on, updatedBy: call.by.userId, updatedAt: changeTime(license, call) }
      : license,
  );
}
