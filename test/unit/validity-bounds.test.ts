import { describe, expect, test } from '@jest/globals';
import { isPossibleEnd } from '../../functions/domain/validity-bounds.ts';
import { checkedEnd } from '../../functions/operation/license-end.ts';
import { RejectedInput } from '../../functions/operation/rejected-input.ts';
import { DAY, NOW } from '../support/sample-misp.ts';

const MAX_DAYS = 30;

describe('a licence', () => {
  test.each([
    [1, true],
    [1000, true],
    [MAX_DAYS * DAY - 1, true],
    [MAX_DAYS * DAY, true],
    [MAX_DAYS * DAY + 1, false],
    [0, false],
    [-1, false],
    [-NOW, false],
  ])('may end %d ms from now: %s', (ahead, isPossible) => {
    expect(isPossibleEnd(NOW + ahead, NOW, MAX_DAYS)).toBe(isPossible);
  });

  test.each([1, MAX_DAYS * DAY])('is given an end %d ms from now', (ahead) =>
    expect(checkedEnd(NOW + ahead, NOW, MAX_DAYS)).toBe(NOW + ahead),
  );

  test.each([0, -1, MAX_DAYS * DAY + 1])('is given no end %d ms from now: out of range', (ahead) => {
    let caught: unknown;
    try {
      checkedEnd(NOW + ahead, NOW, MAX_DAYS);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(RejectedInput);
    expect((caught as RejectedInput).problems).toEqual([
      { in: 'field', name: 'validTo', sentAs: 'validTo', reason: 'out-of-range' },
    ]);
  });
});
