import { describe, expect, test } from '@jest/globals';
import { dateOf, zoneLess } from '../../functions/domain/date-times.ts';
import { isPossibleMispId } from '../../functions/domain/misp.ts';

describe('the id of a MISP', () => {
  test.each(['100', 'x', 'MISP-1', 'Name', 'a'.repeat(36)])('may be %j', (id) => {
    expect(isPossibleMispId(id)).toBe(true);
  });

  test.each(['', 'mispId', 'name', 'a'.repeat(37)])('is never %j', (id) => {
    expect(isPossibleMispId(id)).toBe(false);
  });
});

describe('date-times', () => {
  test('of entities are zone-less ISO in UTC, with milliseconds', () => {
    expect(zoneLess(Date.UTC(2020, 5, 6, 5, 22, 47, 47))).toBe('2020-06-06T05:22:47.047');
    expect(zoneLess(0)).toBe('1970-01-01T00:00:00.000');
  });

  test('become the date of UTC', () => {
    expect(dateOf(Date.UTC(2026, 11, 31, 23, 59, 59, 999))).toBe('2026-12-31');
    expect(dateOf(Date.UTC(2027, 0, 1))).toBe('2027-01-01');
  });
});
