import { expect, test } from '@jest/globals';
import { CLOCK_TOLERANCE_SECONDS, hasExpired } from '../../functions/domain/token-standing.ts';
import { NOW } from '../support/sample-misp.ts';

const second = Math.floor(NOW / 1000);

test('the leeway is ten seconds, as for `nbf`', () => expect(CLOCK_TOLERANCE_SECONDS).toBe(10));

test.each([
  [second + 60, 0, false],
  [second, 0, false],
  [second, 9000, false],
  [second, 9999, false],
  [second, 10_000, true],
  [second, 10_001, true],
  [second - 9, 0, false],
  [second - 9, 999, false],
  [second - 10, 0, true],
  [second - 11, 0, true],
  [second + 0.5, 10_000, false],
  [second - 0.5, 9999, false],
  [second - 0.5, 10_000, true],
  [0, 0, true],
  [-1, 0, true],
])('a token that expires at %s has expired %s ms after the present second: %s', (expiresAt, later, isExpired) => {
  expect(hasExpired(expiresAt, second * 1000 + later)).toBe(isExpired);
});
