import { describe, expect, test } from '@jest/globals';
import { median, percentile, spreadOf } from '../../support/statistics.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index);

describe('a percentile', () => {
  test.each([
    [100, 0.5, 50],
    [100, 0.99, 99],
    [100, 1, 100],
    [101, 0.5, 51],
    // 0.99 of 120 is 118.8: the nearest rank is 119.
    [120, 0.99, 119],
    [10, 0.99, 10],
    [1, 0.01, 1],
  ])('of 1 to %d at %d is the value of the nearest rank, %d', (count, share, expected) => {
    expect(percentile(upTo(count), share)).toBe(expected);
  });

  test('is always one of the values, and fails without values', () => {
    expect(median([1, 10])).toBe(1);
    expect(() => percentile([], 0.5)).toThrow('no values');
  });

  test('does not change the values', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

test('a spread is the median with the middle half', () => {
  expect(spreadOf(upTo(100))).toEqual({ median: 50, lower: 25, upper: 75 });
});
