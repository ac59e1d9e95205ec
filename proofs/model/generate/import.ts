import fc from 'fast-check';
import { importedLicense, importedMisp } from '../imported.ts';
import type { KnownMisp } from '../reference/world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A MISP that requests rarely or never produce: without a licence, near the bounds, beyond them. */
export interface Import {
  readonly approval: 'approved' | 'rejected';
  /** Numbers of current and of expired licences. */
  readonly current: number;
  readonly expired: number;
  readonly isCurrentOn: boolean;
  readonly isExpiredOn: boolean;
  /** Which of them was issued last; `both`: the last of each kind at the same instant. */
  readonly last: 'current' | 'expired' | 'both';
}

const switches = fc.oneof(
  fc.record({
    isCurrentOn: fc.boolean(),
    isExpiredOn: fc.boolean(),
    last: fc.constantFrom('current' as const, 'expired' as const, 'both' as const),
  }),
  // None works: a download renews the last one if it has expired and there is room.
  fc.record({
    isCurrentOn: fc.constant(false),
    isExpiredOn: fc.constant(true),
    last: fc.constantFrom('current' as const, 'expired' as const, 'expired' as const),
  }),
);

/** Without a licence, or just below, at and beyond the bounds: a change removes at most ten licences. */
export const anImport: fc.Arbitrary<Import> = fc
  .tuple(
    fc.constantFrom('approved' as const, 'approved' as const, 'approved' as const, 'rejected' as const),
    fc.oneof(
      { weight: 1, arbitrary: fc.constant([0, 0] as const) },
      { weight: 5, arbitrary: fc.tuple(fc.constantFrom(0, 1, 44, 49, 50, 53), fc.constantFrom(0, 1, 4, 5, 6, 17, 17)) },
    ),
    switches,
  )
  .map(([approval, [current, expired], rest]) => ({ approval, current, expired, ...rest }));

/** The MISP that an import stores at this time. */
export function mispOf(what: Import, now: number): KnownMisp {
  const { approval, current, expired, isCurrentOn, isExpiredOn, last } = what;
  /**
   * When a licence was issued: long ago, each a millisecond after the one before. The kind with the last issued licence
   * is younger; with `both`, the last ones of both kinds have the same time.
   */
  const issuedAt = (kind: 'current' | 'expired', ofThese: number, index: number) =>
    now - (last === kind || last === 'both' ? 100 : 200) * DAY_MS - (ofThese - 1 - index);
  const licenses = [
    ...Array.from({ length: current }, (_, index) =>
      importedLicense(`Current${index}`, isCurrentOn, issuedAt('current', current, index), now + (1 + index) * DAY_MS),
    ),
    // Two ended each day: their hashes decide which is removed first.
    ...Array.from({ length: expired }, (_, index) =>
      importedLicense(
        `Expired${index}`,
        isExpiredOn,
        issuedAt('expired', expired, index),
        now - (30 - Math.floor(index / 2)) * DAY_MS,
      ),
    ),
  ];
  return importedMisp({ id: 'imported-1', name: 'Strasse', approval, createdAt: now, licenses });
}
