import { describe, expect, test } from '@jest/globals';
import { type JudgedRun, missesOf } from '../../../bench/expiry-notices/bounds.ts';
import { storedMisps } from '../../../bench/expiry-notices/due-misps.ts';
import { noticeOf } from '../../../functions/domain/running-out.ts';
import { NOW } from '../../support/sample-misp.ts';

const THRESHOLDS = [30, 15, 7, 3, 1];

test('the MISPs that are stored are due as the service sees it, and the others are not', () => {
  const { misps, due } = storedMisps(50, THRESHOLDS, NOW);
  const found = misps.flatMap((misp) => {
    const notice = noticeOf(misp, THRESHOLDS, NOW);
    return notice === undefined ? [] : [{ mispId: misp.id, days: notice.noticeDays }];
  });
  expect(misps).toHaveLength(100);
  expect(due).toHaveLength(50);
  expect(found).toEqual(due);
});

describe('a run', () => {
  const [one, two] = [
    { mispId: '1', days: 30 },
    { mispId: '2', days: 7 },
  ];
  const calls = new Map([
    ['Query', 10],
    ['GetItem', 3],
    ['TransactWriteItems', 2],
    ['UpdateItem', 1],
  ]);
  const missesWith = (measured: Partial<JudgedRun['measured']>) =>
    missesOf({
      ...{ name: 'It', due: [one, two], thresholds: 5 },
      measured: { seconds: 60, processorSeconds: 4, calls, notices: [two, one], ...measured },
    });

  test('may take a minute, and make the calls that are documented', () => {
    expect(missesWith({})).toEqual([]);
  });

  test.each([
    ['takes longer', { seconds: 60.1 }, ['It took 60.1 s; the bound is 60 s.']],
    [
      'makes another call',
      { calls: new Map([...calls, ['UpdateItem', 2]]) },
      ['It made 17 calls to DynamoDB; the bound is 16.'],
    ],
    ['makes calls that nobody counts', { calls: new Map() }, ['It made only 0 calls to DynamoDB that were counted.']],
    [
      'makes too few calls',
      { calls: new Map([['GetItem', 2]]) },
      ['It made only 2 calls to DynamoDB that were counted.'],
    ],
    ['leaves one out', { notices: [one] }, ['It did not announce 1 of 2 MISPs.']],
    ['announces one twice', { notices: [one, two, one] }, ['It announced 1 that were not due, or announced before.']],
    [
      'takes another threshold',
      { notices: [one, { ...two, days: 3 }] },
      ['It did not announce 1 of 2 MISPs.', 'It announced 1 that were not due, or announced before.'],
    ],
  ])('that %s is a miss', (_, measured, misses) => {
    expect(missesWith(measured)).toEqual(misses);
  });
});
