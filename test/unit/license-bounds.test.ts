import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { licensesToKeep } from '../../functions/domain/license-bounds.ts';
import type { License } from '../../functions/domain/misp.ts';
import { DAY, NOW, sampleKey, sampleLicense } from '../support/sample-misp.ts';

const licenses = (count: number, from: number, validTo: (index: number) => number): readonly License[] =>
  Array.from({ length: count }, (_, index) =>
    sampleLicense({ key: sampleKey(from + index), validTo: validTo(index), isSwitchedOn: index % 2 === 0 }),
  );
/** This many current and expired licences, the last expired first. */
const current = (count: number) => licenses(count, 0, () => NOW + 1);
const expired = (count: number) => licenses(count, 1000, (index) => NOW - index * DAY);

describe('if one more licence is issued', () => {
  test.each([
    [0, 0, 0],
    [1, 5, 0],
    [1, 6, 1],
    [44, 5, 0],
    [45, 5, 1],
    [49, 0, 0],
    [49, 1, 1],
    [49, 5, 5],
    [1, 15, 10],
  ])('of %s current and %s expired ones, %s are removed', (lasting, over, leaving) => {
    const all = [...expired(over), ...current(lasting)];
    const kept = licensesToKeep(all, NOW) ?? [];
    expect(all.length - kept.length).toBe(leaving);
    // Those that expired first, which are last here; the others keep their order.
    expect(kept).toEqual([...expired(over).slice(0, over - leaving), ...current(lasting)]);
  });

  test('equal ends go by the hash', () => {
    const alike = licenses(6, 0, () => NOW);
    const first = alike.map(({ hash }) => hash).sort()[0];
    const kept = licensesToKeep(alike, NOW)?.map(({ hash }) => hash);
    expect(kept).toEqual(alike.map(({ hash }) => hash).filter((hash) => hash !== first));
  });

  test('a licence that ends now counts as expired', () => {
    expect(licensesToKeep([...current(49), ...licenses(1, 900, () => NOW)], NOW)).toHaveLength(49);
    expect(licensesToKeep(current(50), NOW)).toBeUndefined();
  });

  test('fifty current ones leave no room, whatever has expired', () => {
    expect(licensesToKeep([...current(50), ...expired(3)], NOW)).toBeUndefined();
    expect(licensesToKeep(current(60), NOW)).toBeUndefined();
  });

  test('imported data shrinks to the bounds by ten at a time, and stays there', () => {
    let all: readonly License[] = [...expired(1290), ...current(10)];
    for (let issue = 0; issue < 200; issue += 1) {
      const kept = licensesToKeep(all, NOW) ?? [];
      const leaving = all.length - kept.length;
      expect(leaving).toBeLessThanOrEqual(10);
      // An old end, so that each issued licence has expired by the next issue and the number stays the same.
      all = [...kept, sampleLicense({ key: sampleKey(5000 + issue), validTo: NOW })];
    }
    expect(all.length).toBe(10 + 6);
  });

  test('both bounds are kept', () => {
    const some = fc.record({ lasting: fc.nat(50), over: fc.nat(6) });
    fc.assert(
      fc.property(some, ({ lasting, over }) => {
        fc.pre(lasting + over <= 50);
        const kept = licensesToKeep([...current(lasting), ...expired(over)], NOW);
        if (lasting === 50) return expect(kept).toBeUndefined();
        expect(kept?.length).toBeLessThan(50);
        expect(kept?.filter(({ validTo }) => validTo <= NOW).length).toBeLessThanOrEqual(5);
        return undefined;
      }),
    );
  });
});
