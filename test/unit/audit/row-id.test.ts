import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newRowId } from '../../../functions/audit/row-id.ts';
import { NOW } from '../../support/sample-misp.ts';

describe('the id of an outbox row', () => {
  test("is a ULID: 26 characters of Crockford's alphabet", () => {
    expect(newRowId(NOW)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  test('begins with the milliseconds', () => {
    // The example of the ULID specification.
    expect(newRowId(1469918176385).slice(0, 10)).toBe('01ARYZ6S41');
    expect(newRowId(0).slice(0, 10)).toBe('0000000000');
    expect(newRowId(2 ** 48 - 1).slice(0, 10)).toBe('7ZZZZZZZZZ');
  });

  test('sorts by time as text', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 2 });
    fc.assert(
      fc.property(time, time, (a, b) => {
        fc.pre(a !== b);
        expect(newRowId(a) < newRowId(b)).toBe(a < b);
      }),
    );
  });

  test('is another one every time, also within a millisecond', () => {
    const ids = Array.from({ length: 5000 }, () => newRowId(NOW));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('draws every character of the alphabet in every random place', () => {
    const ids = Array.from({ length: 2000 }, () => newRowId(NOW));
    for (let place = 10; place < 26; place += 1) {
      expect(new Set(ids.map((id) => id.charAt(place))).size).toBe(32);
    }
  });
});
