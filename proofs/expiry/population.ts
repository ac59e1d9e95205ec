import type { Misp } from '../../functions/domain/misp.ts';
import { sampleLicense, sampleMisp } from '../../test/support/sample-misp.ts';
import { DAY_MS } from './judge-announcements.ts';
import type { MispState } from './misp-history.ts';

/** A MISP that exists before anything runs: as the store has it, and as the judge knows it. */
export interface Imported {
  readonly misp: Misp;
  readonly state: MispState;
}

/** A licence of an imported MISP. */
export interface ImportedLicense {
  readonly validTo: number;
  readonly issuedAt: number;
  readonly isOn?: boolean;
  /** When its switch or its end was last set; in imported data perhaps before it was issued. */
  readonly changedAt?: number;
}

export interface ImportedMisp {
  readonly licenses: readonly ImportedLicense[];
  readonly status?: Misp['status'];
  readonly isActive?: boolean;
  /** When it was last activated, if after its registration. */
  readonly activatedAt?: number;
}

/** Before everything in the histories. */
const LONG_AGO_MS = 100 * DAY_MS;

/** @param now when the histories start. */
export function importedMisp(
  number: number,
  { licenses, status = 'approved', isActive = true, activatedAt }: ImportedMisp,
  now: number,
): Imported {
  const id = String(1000 + number);
  const createdAt = now - LONG_AGO_MS;
  const activeSince = activatedAt ?? createdAt;
  const version = licenses.length + 1;
  const stored = licenses.map(({ validTo, issuedAt, isOn = true, changedAt = null }, index) =>
    sampleLicense({
      ...{ key: `key-${id}-${index}`.padEnd(50, 'x'), isSwitchedOn: isOn, issuedInVersion: index + 2, validTo },
      ...{ validFrom: issuedAt, createdAt: issuedAt, updatedAt: changedAt },
    }),
  );
  const more = { status, isActive, activeSince, createdAt, updatedAt: null, version, licenses: stored };
  return {
    misp: sampleMisp({ id, name: `Licensee ${id}`, ...more }),
    state: {
      ...{ version, isApproved: status === 'approved', isActive, activeSince },
      licenses: stored.map(({ hash }, index) => {
        const { validTo, issuedAt, isOn = true, changedAt = issuedAt } = licenses[index]!;
        return { hash, validTo, isOn, since: Math.max(issuedAt, changedAt) };
      }),
    },
  };
}

/** The times of the runs, and the outage. */
export interface Calendar {
  readonly start: number;
  /** The times of the hourly runs. */
  readonly runs: readonly number[];
  /** When the outage ends. */
  readonly back: number;
}

/**
 * MISPs of every kind. Most have a threshold that falls due while the schedule runs, exactly at a run, or during the
 * outage.
 */
export function population(
  size: number,
  { start, runs, back }: Calendar,
  thresholds: readonly number[],
  random: () => number,
): readonly Imported[] {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const between = (from: number, to: number) => Math.floor(from + random() * (to - from));
  const down = runs.at(-1) ?? start;
  const someEnd = () => {
    const share = random();
    if (share < 0.2) return between(start - 5 * DAY_MS, start + 120 * DAY_MS);
    const due = share < 0.3 ? pick(runs) : share < 0.5 ? between(start, down) : between(down, back);
    return due + pick(thresholds) * DAY_MS;
  };
  const issuedAt = () => start - (random() < 0.2 ? between(1, 6 * DAY_MS) : between(60 * DAY_MS, 90 * DAY_MS));
  const license = (more: Partial<ImportedLicense> = {}) => ({ validTo: someEnd(), issuedAt: issuedAt(), ...more });
  const recently = () => between(start - 4 * DAY_MS, start);
  const someMisp = (): ImportedMisp => {
    const share = random();
    if (share < 0.04) return { licenses: [], status: 'Inprogress' };
    if (share < 0.08) return { licenses: [license({ isOn: false, changedAt: recently() })], status: 'rejected' };
    if (share < 0.12) return { licenses: [license()], isActive: false };
    if (share < 0.16) return { licenses: [license({ isOn: false, changedAt: recently() })] };
    if (share < 0.2) return { licenses: [license()], activatedAt: recently() };
    if (share < 0.24) return { licenses: [license({ changedAt: recently() })] };
    if (share < 0.34) return { licenses: [license(), license()] };
    if (share < 0.38) return { licenses: [license(), license({ isOn: false })] };
    // Two with the same end: the one issued last counts.
    if (share < 0.42) return { licenses: [license({ validTo: back }), license({ validTo: back })] };
    return { licenses: [license()] };
  };
  return Array.from({ length: size }, (_, number) => importedMisp(number, someMisp(), start));
}
