import fc from 'fast-check';
import { badAddresses, goodAddresses } from '../reference/email-addresses.ts';
import { impossibleIds } from '../reference/ids.ts';
import type { Contact } from '../reference/input.ts';
import { filterSpellings, nameSpellings, prefixSpellings } from '../reference/names.ts';
import type { Import } from './import.ts';

/**
 * Steps of a sequence as drawn: plain data that names MISPs and keys by number, so that a sequence still makes sense
 * when shrinking removes steps. `request-of.ts` resolves the numbers.
 */

/** An existing MISP, counted from the newest, or an unknown id. */
export type WhichMisp = { readonly known: number } | { readonly unknownId: string };

/** A key of the MISP, of another one, of a removed licence, of nobody, or one of its own in other case. */
export type WhichKey =
  | { readonly own: number }
  | { readonly removed: number }
  | { readonly ofAnother: number }
  | { readonly unknown: string }
  | { readonly inOtherCase: number };

/** How a field of a body is malformed. */
export interface Malformed {
  readonly field: number;
  readonly how: 'missing' | 'null' | 'blank' | 'number' | 'fraction' | 'too long' | 'control character';
}

interface Profile extends Contact {
  readonly name: string;
}

/** Milliseconds after the request, the present end of the licence, or an invalid time. */
export type End = number | 'as it is' | 'no time';

/**
 * A value of `expiringBefore`: milliseconds after a MISP runs out, counted from the first that does, or after the
 * request if none does. Or an invalid text.
 */
export type Bound =
  | { readonly misp: number; readonly plus: number; readonly written: 'Z' | 'zone-less' | 'offset' }
  | { readonly noTime: string };

/** The filter of a request for the list. */
export interface Filter {
  readonly status?: string;
  readonly expiringBefore?: Bound;
  readonly name?: string;
  readonly order?: string;
}

/** The headers of a change that make it safe to repeat. */
export interface Retrying {
  /** Few keys, so that requests share them. */
  readonly key: string | null;
  /**
   * Whether it names the MISP's version: exactly, as one of several, weakened by a proxy, or as any. Or none that it
   * has: the next version, its version padded with a zero, or a longer number than any version.
   */
  readonly ifMatch: 'none' | 'current' | 'several' | 'weak' | 'any' | 'another' | 'padded' | 'endless';
}

export type Step = { readonly by: number; readonly retry?: Retrying } & (
  | {
      readonly do: 'register';
      readonly profile: Profile;
      readonly isAlias: boolean;
      readonly malformed: Malformed | null;
    }
  | { readonly do: 'process'; readonly misp: WhichMisp; readonly word: string; readonly malformed: Malformed | null }
  | { readonly do: 'update'; readonly misp: WhichMisp; readonly profile: Profile; readonly malformed: Malformed | null }
  | { readonly do: 'validate'; readonly misp: WhichMisp; readonly key: WhichKey; readonly malformed: Malformed | null }
  | {
      readonly do: 'set activity';
      readonly misp: WhichMisp;
      readonly word: string;
      readonly malformed: Malformed | null;
    }
  | {
      readonly do: 'set key status';
      readonly misp: WhichMisp;
      readonly key: WhichKey;
      readonly word: string;
      readonly malformed: Malformed | null;
    }
  | { readonly do: 'rotate'; readonly misp: WhichMisp; readonly overlap: unknown; readonly end: End | null }
  | {
      readonly do: 'set end';
      readonly misp: WhichMisp;
      readonly key: WhichKey;
      readonly isByHash: boolean;
      readonly end: End;
    }
  | { readonly do: 'list'; readonly filter: Filter; readonly page: Page }
  | { readonly do: 'get'; readonly misp: WhichMisp }
  | { readonly do: 'find'; readonly prefix: string; readonly page: Page }
  | { readonly do: 'download'; readonly misp: WhichMisp }
  /** Requests the page after one that was shown; `number` chooses the prefix of a search. */
  | { readonly do: 'next page'; readonly cursor: number; readonly number: number; readonly limit: string | null }
  /** Moves the clock by days, or to just before or exactly the expiry of a licence. */
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'wait for expiry'; readonly license: number; readonly offset: -1 | 0 }
  /** Validates a key just before or exactly at the end of its licence: chance hardly ever does. */
  | { readonly do: 'validate at expiry'; readonly license: number; readonly offset: -1 | 0 }
  /** Repeats a request with an idempotency key, or sends another one with the same key. */
  | { readonly do: 'repeat'; readonly which: number; readonly isAnother: boolean }
  | { readonly do: 'import'; readonly what: Import }
);

export interface Page {
  readonly limit: string | null;
  /** A cursor handed out, counted from the newest; or an invalid one. */
  readonly cursor: number | 'none' | string;
}

// Mostly the newest, so that a sequence concentrates on one MISP.
export const known = fc.record({ known: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4) });
const whichMisp: fc.Arbitrary<WhichMisp> = fc.oneof(
  { weight: 14, arbitrary: known },
  {
    weight: 1,
    arbitrary: fc.record({ unknownId: fc.constantFrom('99', '1', ...impossibleIds) }),
  },
);
const whichKey: fc.Arbitrary<WhichKey> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ own: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ ofAnother: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ removed: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ unknown: fc.constantFrom('NoSuchKey', 'k'.repeat(128), 'k'.repeat(129)) }) },
  { weight: 1, arbitrary: fc.record({ inOtherCase: fc.nat(5) }) },
);
const often = (usual: readonly string[], rare: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
const approvalWord = often(
  ['approved', 'Approved', 'APPROVED', 'rejected', 'Rejected', 'REJECTED'],
  ['accepted', 'approved ', 'Inprogress', 'Active'],
);
const activityWord = often(
  ['Active', 'ACTIVE', 'active', 'De-active', 'De-Active', 'de-ACTIVE'],
  ['inactive', 'Deactive', ' Active', 'act\u0130ve', 'approved'],
);
export const profile: fc.Arbitrary<Profile> = fc.record({
  // Some names more often, so that they collide and share prefixes.
  name: fc.oneof(fc.constantFrom(...nameSpellings), fc.constantFrom(...nameSpellings.slice(0, 10))),
  emailId: often(goodAddresses, badAddresses),
  contactNumber: fc.constantFrom('9876543210', '1', '+91 (22) 1234567'),
  address: fc.constantFrom('India', ' Quai de l\u2019\u00cele, 1204 Gen\u00e8ve', 'a'.repeat(2000)),
});
const malformed: fc.Arbitrary<Malformed | null> = fc.oneof(
  { weight: 19, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      field: fc.nat(3),
      how: fc.constantFrom('missing', 'null', 'blank', 'number', 'fraction', 'too long', 'control character'),
    }),
  },
);
const page: fc.Arbitrary<Page> = fc.record({
  limit: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 10, arbitrary: fc.constantFrom('1', '2', '3', '500') },
    { weight: 1, arbitrary: fc.constantFrom('0', '501', '-1', 'many') },
  ),
  cursor: fc.oneof(
    { weight: 10, arbitrary: fc.constant('none' as const) },
    { weight: 10, arbitrary: fc.nat(3) },
    { weight: 1, arbitrary: fc.constantFrom('tampered', 'WyJhIl0', 'bnVsbA') },
  ),
});
const DAY_MS = 24 * 60 * 60 * 1000;
const bound: fc.Arbitrary<Bound> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      misp: fc.nat(3),
      // Exactly then, just after, long after.
      plus: fc.constantFrom(0, 0, 1, DAY_MS, 400 * DAY_MS),
      written: fc.constantFrom('Z' as const, 'zone-less' as const, 'offset' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ noTime: fc.constantFrom('', '2026-03-01', '2027-02-30T00:00:00Z', 'soon') }) },
);
const statusWord = often(
  ['approved', 'approved', 'APPROVED', 'Inprogress', 'inprogress', 'rejected', 'Rejected'],
  ['active', '', 'approved,rejected'],
);
const orderWord = often(['newest', 'Newest'], ['oldest', '', 'name']);
const filterName = fc.constantFrom(...filterSpellings);
export const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.record({ order: orderWord }) },
  { weight: 5, arbitrary: fc.record({ status: statusWord }) },
  { weight: 4, arbitrary: fc.record({ status: statusWord, order: orderWord }) },
  { weight: 6, arbitrary: fc.record({ expiringBefore: bound }) },
  { weight: 4, arbitrary: fc.record({ name: filterName }) },
  // Parameters that exclude each other.
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record(
        { status: statusWord, expiringBefore: bound, name: filterName, order: orderWord },
        { requiredKeys: [] },
      ),
      fc.record({ expiringBefore: bound, order: orderWord }),
      fc.record({ name: filterName, order: orderWord }),
    ),
  },
);
const prefix = fc.oneof(fc.constantFrom(...prefixSpellings), fc.constantFrom('a', 'Acme ', ' '));
export const by = fc.nat(2);
const of = <Name extends string>(name: Name) => fc.constant(name);

const retry: fc.Arbitrary<Retrying> = fc.record({
  key: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constantFrom('k1', 'k2', '!~'.repeat(64)) },
  ),
  ifMatch: fc.oneof(
    { weight: 16, arbitrary: fc.constant('none' as const) },
    { weight: 4, arbitrary: fc.constantFrom('current' as const, 'several' as const, 'weak' as const, 'any' as const) },
    { weight: 1, arbitrary: fc.constantFrom('another' as const, 'padded' as const, 'endless' as const) },
  ),
});

const overlap = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<unknown>(0, 0, 1, 3600, 40 * 24 * 3600, 7_776_000) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(-1, 7_776_001, '5', 1.5, null, true) },
);
const end: fc.Arbitrary<End> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom<End>(1, 1000, DAY_MS, 89 * DAY_MS, 91 * DAY_MS, 3650 * DAY_MS) },
  { weight: 3, arbitrary: fc.constant<End>('as it is') },
  { weight: 2, arbitrary: fc.constantFrom<End>(0, -DAY_MS, 3650 * DAY_MS + 1, 'no time') },
);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 11, arbitrary: fc.record({ do: of('register'), by, profile, isAlias: fc.boolean(), malformed, retry }) },
  {
    weight: 20,
    arbitrary: fc.record({ do: of('process'), by, misp: whichMisp, word: approvalWord, malformed, retry }),
  },
  { weight: 10, arbitrary: fc.record({ do: of('update'), by, misp: whichMisp, profile, malformed, retry }) },
  { weight: 15, arbitrary: fc.record({ do: of('validate'), by, misp: whichMisp, key: whichKey, malformed }) },
  {
    weight: 12,
    arbitrary: fc.record({ do: of('set activity'), by, misp: whichMisp, word: activityWord, malformed, retry }),
  },
  {
    weight: 15,
    arbitrary: fc.record({
      do: of('set key status'),
      by,
      misp: whichMisp,
      key: whichKey,
      word: activityWord,
      malformed,
      retry,
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({ do: of('rotate'), by, misp: whichMisp, overlap, end: fc.option(end, { freq: 2 }), retry }),
  },
  {
    weight: 14,
    arbitrary: fc.record({ do: of('set end'), by, misp: whichMisp, key: whichKey, isByHash: fc.boolean(), end, retry }),
  },
  { weight: 12, arbitrary: fc.record({ do: of('list'), by, filter, page }) },
  { weight: 7, arbitrary: fc.record({ do: of('get'), by, misp: whichMisp }) },
  { weight: 12, arbitrary: fc.record({ do: of('find'), by, prefix, page }) },
  { weight: 14, arbitrary: fc.record({ do: of('download'), by, misp: whichMisp }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: of('next page'),
      by,
      cursor: fc.nat(2),
      number: fc.nat(9),
      limit: fc.constantFrom('1', '2', null),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: of('repeat'),
      by,
      which: fc.nat(3),
      isAnother: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: of('wait'), by, days: fc.constantFrom(1, 31, 89, 90, 91) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: of('wait for expiry'),
      by,
      license: fc.nat(3),
      offset: fc.constantFrom(-1 as const, 0 as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: of('validate at expiry'),
      by,
      license: fc.nat(3),
      offset: fc.constantFrom(-1 as const, 0 as const),
    }),
  },
);
