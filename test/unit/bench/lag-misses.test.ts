import { expect, test } from '@jest/globals';
import { isKeptUp, type Lag } from '../../../bench/audit-pipeline/lag.ts';
import { missesOfLags } from '../../../bench/audit-pipeline/lag-misses.ts';

const good: Lag = {
  ...{ perSecond: 10, reached: 10, lagsMs: [1, 2, 3], problems: [] },
  ...{ behindMs: 5, drainMs: 5, lost: 0, rowsLeft: 0 },
};
const SUSTAINED_NONE = 'No rate was sustained.';

test('a rate at which every request has its records in time is no miss', () => {
  expect(isKeptUp(good)).toBe(true);
  expect(missesOfLags([good])).toEqual([]);
});

test.each<[string, Partial<Lag>, readonly string[]]>([
  ['no requests', { lagsMs: [] }, []],
  ['an error', { problems: ['HTTP 500'] }, ['10 a second: 1 errors, the first HTTP 500.']],
  ['a lost record', { lost: 1 }, ['10 a second: 1 answered requests left no record on the bus.']],
  ['a row that stays', { rowsLeft: 1 }, ['10 a second: 1 rows stayed in the outbox.']],
  ['answers that come late', { behindMs: 2000 }, []],
  ['records that come late', { drainMs: 2000 }, []],
  ['errors of a machine that cannot keep up', { behindMs: 2000, problems: ['HTTP 503'] }, []],
])('a rate with %s is not sustained, and one must be', (_, what, misses) => {
  const bad = { ...good, ...what };
  expect(isKeptUp(bad)).toBe(false);
  expect(missesOfLags([bad])).toEqual([...misses, SUSTAINED_NONE]);
  expect(missesOfLags([bad, good])).toEqual(misses);
});
