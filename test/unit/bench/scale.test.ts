import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { Cost } from '../../../bench/scale/cost.ts';
import { unevenCosts } from '../../../bench/scale/flatness.ts';
import { mostLicenses, weigh } from '../../../bench/scale/item-size.ts';
import { measuredCases } from '../../../bench/scale/measured-cases.ts';
import { byFrequentName, FREQUENT_PREFIX, Population } from '../../../bench/scale/population.ts';
import type { SizeMeasure } from '../../../bench/scale/size-measure.ts';
import { sharesOfApproval, slowChanges } from '../../../bench/scale/slow-changes.ts';
import { judgeLicense } from '../../../functions/domain/license.ts';
import { normalizeName } from '../../../functions/domain/organization-name.ts';
import { toMispItem } from '../../../functions/storage/item-shapes.ts';
import { itemBytes } from '../../support/item-bytes.ts';
import { DAY, NOW } from '../../support/sample-misp.ts';

const population = new Population(NOW);

describe('the population', () => {
  const misps = Array.from({ length: 2_000 }, (_, index) => population.at(index));

  test('has its own ids, names and licence keys', () => {
    expect(new Set(misps.map(({ id }) => id)).size).toBe(2_000);
    expect(new Set(misps.map(({ name }) => normalizeName(name))).size).toBe(2_000);
    expect(new Set(misps.flatMap(({ licenses }) => licenses.map(({ key }) => key))).size).toBe(6_000);
  });

  test('has registrations one after the other, in the past', () => {
    const times = misps.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(new Set(times).size).toBe(2_000);
    expect(population.at(10_000_000).createdAt).toBeLessThan(NOW - DAY);
  });

  test('has the same bytes everywhere', () => {
    const sizes = [0, 1, 999, 123_456, 999_999, 7_654_321].map((index) =>
      itemBytes(marshall(toMispItem(population.at(index)))),
    );
    expect(new Set(sizes).size).toBe(1);
  });

  test('has one working licence in three', () => {
    const [misp] = misps;
    expect(misp!.licenses.map((license) => judgeLicense(misp!, license, NOW))).toEqual([
      'VALID',
      'LICENSE_DEACTIVATED',
      'EXPIRED',
    ]);
  });

  test('is predictable in the order of names', () => {
    const found = misps
      .map((misp, index) => ({ name: normalizeName(misp.name), index }))
      .filter(({ name }) => name.startsWith(FREQUENT_PREFIX))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const foretold = byFrequentName(misps.length);
    expect(foretold.count).toBe(found.length);
    expect(found.length).toBe(misps.length / 2);
    expect(found.map((_, rank) => foretold.indexAt(rank))).toEqual(found.map(({ index }) => index));
  });

  test('runs out sooner the later it was registered, each at a different time', () => {
    const ends = misps.map((misp) => toMispItem(misp).runsOut);
    expect(ends).toEqual(
      misps.map(({ id }, index) => `${new Date(population.runsOutAt(index)).toISOString()}\u0001${id}`),
    );
    expect(ends).toEqual([...ends].sort().reverse());
    expect(population.runsOutAt(10_000_000)).toBeGreaterThan(NOW);
  });

  test('has prefixes that find one of ten groups', () => {
    const prefix = population.prefixOf(1_234);
    const found = misps.flatMap(({ name }, index) => (normalizeName(name).startsWith(prefix) ? [index] : []));
    expect(found).toEqual(Array.from({ length: 10 }, (_, place) => 1_230 + place));
  });
});

describe("an item's size", () => {
  test('by the rules of DynamoDB', () => {
    expect(itemBytes(marshall({ pk: 'MISP#1' }))).toBe(2 + 6);
    expect(itemBytes(marshall({ name: 'Zürich' }))).toBe(4 + 7);
    expect(itemBytes(marshall({ isActive: true, updatedBy: null }))).toBe(8 + 1 + 9 + 1);
    expect(itemBytes(marshall({ version: 1_234 }))).toBe(7 + 3);
    expect(itemBytes(marshall({ licenses: { ab: { key: 'xyz' } } }))).toBe(8 + 3 + (1 + 2 + (3 + 1 + 3 + 3)));
    expect(itemBytes(marshall({ list: ['a', 'bc'] }))).toBe(4 + 3 + (1 + 1) + (1 + 2));
  });

  test('decides the units, and how many licences fit', () => {
    const misp = population.at(0);
    const { bytes, readUnits, changeUnits, readsPerSecond, changesPerSecond } = weigh(misp, 100);
    expect([readUnits, changeUnits]).toEqual([Math.ceil(bytes / 4096), 2 * Math.ceil(bytes / 1024)]);
    expect([readsPerSecond, changesPerSecond]).toEqual([
      Math.floor(3_000 / readUnits),
      Math.floor(1_000 / changeUnits),
    ]);
    const most = mostLicenses(misp);
    expect(weigh(misp, most).bytes).toBeLessThanOrEqual(400 * 1024);
    expect(weigh(misp, most + 1).bytes).toBeGreaterThan(400 * 1024);
  });
});

describe('flatness', () => {
  const cost: Cost = {
    calls: ['Query', 'PutItem'],
    readUnits: 3.5,
    writeUnits: 1,
    indexWriteUnits: 0,
    itemsExamined: 20,
    itemsReturned: 20,
  };
  const size = (misps: number, ofCase: readonly Cost[], ofPage = ofCase, isRight = true): SizeMeasure => ({
    size: misps,
    loaded: { items: 1, seconds: 1 },
    engine: undefined,
    cases: [{ measured: measuredCases[0]!, costs: ofCase, latencies: [1] }],
    pages: [{ walk: 'list', depth: 0.5, before: misps / 2, costs: ofPage, latencies: [1], isRight }],
    prefix: { asPrefix: [1], asRange: [1] },
  });

  test('holds if everything costs the same', () => {
    expect(unevenCosts([size(100, [cost, cost]), size(10_000, [cost])])).toEqual([]);
  });

  test.each<[string, Cost]>([
    ['half a read unit', { ...cost, readUnits: 4 }],
    ['a write unit', { ...cost, writeUnits: 2 }],
    ['a write unit of an index', { ...cost, indexWriteUnits: 1 }],
    ['an examined item', { ...cost, itemsExamined: 21 }],
    ['a call', { ...cost, calls: ['Query', 'Query', 'PutItem'] }],
  ])('fails with %s more', (_, more) => {
    expect(unevenCosts([size(100, [cost]), size(10_000, [cost, more], [cost])])).toEqual([
      expect.stringMatching(/^register-misp \(done\) does not cost the same everywhere; at 100 MISPs: .*10,000 MISPs:/),
    ]);
    expect(unevenCosts([size(100, [cost]), size(10_000, [cost], [more])])).toEqual([
      expect.stringMatching(/^A page of the list does not cost the same everywhere; .*5,000 of 10,000 MISPs before it/),
    ]);
  });

  test('names a page with other MISPs', () => {
    expect(unevenCosts([size(100, [cost], [cost], false)])).toEqual([
      'A page of the list after 50 of 100 held the wrong MISPs.',
    ]);
  });
});

describe('the times of rotations and changes of validity', () => {
  const sizeWith = (rotation: number): SizeMeasure => ({
    size: 100,
    loaded: { items: 1, seconds: 1 },
    engine: undefined,
    cases: measuredCases.map((measured) => ({
      measured,
      costs: [],
      latencies: [measured.operation === 'rotate-license-key' ? rotation : 10],
    })),
    pages: [],
    prefix: { asPrefix: [1], asRange: [1] },
  });

  test('are shares of an approval, by the worst of the sizes', () => {
    const shares = sharesOfApproval([sizeWith(5), sizeWith(11), sizeWith(10)]);
    expect(shares).toEqual([
      { operation: 'rotate-license-key', share: 1.1 },
      { operation: 'change-license-validity', share: 1 },
    ]);
    expect(slowChanges(shares)).toEqual([]);
  });

  test('are missed if they take more than 1.1 times as long', () => {
    expect(slowChanges(sharesOfApproval([sizeWith(10), sizeWith(10), sizeWith(12)]))).toEqual([
      'rotate-license-key takes 1.20 times as long as an approval; the bound is 1.10.',
    ]);
  });

  test.each(['rotate-license-key', 'process-misp-status'])('need a measurement of %s at every size', (left) => {
    const whole = sizeWith(10);
    const without = { ...whole, cases: whole.cases.filter(({ measured }) => measured.operation !== left) };
    expect(() => sharesOfApproval([whole, without])).toThrow('no values');
  });
});
