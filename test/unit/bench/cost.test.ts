import { describe, expect, test } from '@jest/globals';
import { billOf, monthWithoutRequests, totalOf } from '../../../bench/cost/bill.ts';
import { costMarkdown, dollars } from '../../../bench/cost/cost-part.ts';
import { dollarsFor, priceList } from '../../../bench/cost/sources.ts';
import { operations } from '../../../functions/operations.ts';

/** The arithmetic of the bill, and the sources of its prices. */

/** As in stage `prod`: two for each operation and for the authorizer, and sixteen. */
const ALARM_METRICS = 16 + 2 * (operations.length + 1);

test('every price has a page of the provider as its source', () => {
  for (const { source } of Object.values(priceList.prices)) {
    expect(source).toMatch(/^https:\/\/(aws\.amazon\.com\/.+\/pricing\/|docs\.aws\.amazon\.com\/)/);
  }
});

test.each([
  ['httpApiRequests', 1_000_000, 1],
  ['kmsRequests', 20_000, 0.06],
  ['logGbIn', 3, 1.5],
] as const)('%s: %d of them', (name, quantity, expected) => {
  expect(dollarsFor(name, quantity)).toBeCloseTo(expected, 10);
});

describe('a million', () => {
  const lines = (path: string) => Object.fromEntries(billOf(path).map((line) => [line.name, line.dollars]));

  test('validations: a read, a row that is put and deleted, an event for each of four records', () => {
    expect(lines('validate-license-key: done, valid')).toMatchObject({
      gateway: 1,
      function: expect.closeTo(0.2 + 22_000 * 0.5 * 0.0000133334),
      'DynamoDB reads': 0.125,
      'DynamoDB writes': 0.625,
      'DynamoDB writes, indexes': 0,
      'outbox row, deleted': 0.625,
      'EventBridge events': 4,
      'archive, taken in': expect.closeTo(0.384),
      'audit log, taken in': expect.closeTo(1.92),
      "functions' logs": expect.closeTo(0.635),
    });
  });

  test('approvals: a transaction of three items, with five units of index entries and a domain event', () => {
    expect(lines('process-misp-status: approved')).toMatchObject({
      'DynamoDB writes': 3.75,
      'DynamoDB writes, indexes': 3.125,
      'EventBridge events': 6,
    });
  });

  test('of an unknown path has no price', () => {
    expect(() => billOf('get-misp: never')).toThrow('There is no audit sequence get-misp: never');
  });
});

test('a month without a request costs about eleven dollars, nearly all for operating', () => {
  expect(monthWithoutRequests(ALARM_METRICS).map((line) => [line.name, dollars(line.dollars)])).toEqual([
    ['KMS key', '1.00'],
    // Operations and four other functions, at 5.256 cents.
    ['KMS requests, at most', dollars(0.05256 * (operations.length + 4))],
    ['alarms', dollars(0.1 * ALARM_METRICS)],
    ['dashboard', '3.00'],
    ['metrics of its own', '2.40'],
  ]);
  const ofMoreOperations = (0.05256 + 0.2) * (operations.length - 12);
  expect(totalOf(monthWithoutRequests(ALARM_METRICS))).toBeCloseTo(11.44 + ofMoreOperations, 2);
});

test('the page has a column for each operation and for two more paths', () => {
  const markdown = costMarkdown(ALARM_METRICS);
  const [heads = ''] = /^\| a million of .*$/m.exec(markdown) ?? [];
  expect(heads.split(' | ')).toHaveLength(1 + operations.length + 2);
  expect(markdown).toMatch(/^\| \*\*total\*\* \| [\d.]+ /m);
});
