import { describe, expect, test } from '@jest/globals';
import { alternativeMonthlyDollars } from '../../../bench/cost/alternative.ts';
import { type Assumptions, assumptionsOf, readAssumptionFile } from '../../../bench/cost/assumption-file.ts';
import { billOf, dollarsOf, totalOf } from '../../../bench/cost/bill.ts';
import { breakEvenRate } from '../../../bench/cost/break-even.ts';
import { billedBatchMs, billedMs } from '../../../bench/cost/lambda-time.ts';
import { leversFor } from '../../../bench/cost/levers.ts';
import type { CostModel } from '../../../bench/cost/model.ts';
import { fixedLines, monthlyDollars } from '../../../bench/cost/monthly.ts';
import { type PriceName, pricesOf, readPriceFile } from '../../../bench/cost/price-file.ts';
import { authorizerCallsPerRequest, rowsPerBatch, tracedShare } from '../../../bench/cost/rates.ts';
import type { BatchUsage, OperationUsage } from '../../../bench/cost/usage.ts';

/** The arithmetic of the benchmarks' cost part, on an operation and a stack made up for round figures. */

const prices = pricesOf(readPriceFile());
const assumptions: Assumptions = {
  ...assumptionsOf(readAssumptionFile()),
  getItemMs: 3,
  putItemMs: 4,
  putEventsMs: 10,
  batchWriteMs: 5,
  fullVcpuMemory: 2048,
  relativeSpeed: 1,
  callers: 10,
  streamShards: 1,
  streamPollsPerSecond: 5,
  tracesPerSecondAtLeast: 1,
  traceShareBeyond: 0.1,
  hoursPerMonth: 1000,
  platformLogBytes: 500,
};

const idle = { cpuMs: 1, calls: [], logBytes: 0 };
const model: CostModel = {
  prices,
  assumptions,
  stack: {
    memory: 512,
    functions: 10,
    tables: 2,
    keys: 1,
    queues: 3,
    dashboards: 1,
    alarmMetrics: 20,
    areFunctionsTraced: false,
    authorizerCacheSeconds: 60,
    batchRows: 100,
    batchesAtOnce: 2,
    minutesBetweenSweeps: 5,
  },
  background: { authorizer: idle, sweep: idle, metrics: 4 },
  gatheringSeconds: 0,
};

const call = (action: string, readUnits: number, writeUnits: number, indexWriteUnits = 0) => ({
  action,
  readUnits,
  writeUnits,
  indexWriteUnits,
});
const batch = (rows: number, cpuMs: number): BatchUsage => ({
  rows,
  cpuMs,
  busRounds: 1,
  deleteRounds: 1,
  logBytes: 500,
  calls: [call('BatchWriteItem', 0, rows)],
});
const usage: OperationUsage = {
  label: 'made up',
  cpuMs: 2,
  cpuSpread: { median: 2, lower: 2, upper: 2 },
  calls: [call('GetItem', 1, 0), call('PutItem', 0, 1, 2)],
  logBytes: 500,
  requestBytes: 100,
  responseBytes: 400,
  rowBytes: 400,
  accessLogBytes: 2000,
  trail: { records: 4, domainEvents: 1, bytes: 5000, bytesAsOne: 4000 },
  publishing: { one: batch(1, 2), many: batch(11, 7) },
};

const RATE = 10;
const dollarsByName = (rate = RATE, changed: Partial<CostModel> = {}) =>
  Object.fromEntries(billOf(usage, rate, { ...model, ...changed }).map((line) => [line.name, dollarsOf(line, prices)]));

describe('the price file', () => {
  test('names a source of the provider for every price', () => {
    for (const { source } of Object.values(readPriceFile().prices)) {
      expect(source).toMatch(/^https:\/\/(aws\.amazon\.com\/.+\/pricing\/|docs\.aws\.amazon\.com\/)/);
    }
  });
  test.each<[PriceName, number, number]>([
    ['httpApiRequests', 1_000_000, 1],
    ['kmsRequests', 20_000, 0.06],
    ['logGbIn', 3, 1.5],
  ])('%s: %d of them', (name, quantity, expected) => {
    expect(prices(name, quantity)).toBeCloseTo(expected, 10);
  });
});

describe('the time of a function', () => {
  test('a quarter of a processor takes four times as long; calls come on top; whole milliseconds', () => {
    expect(billedMs(usage, model)).toBe(2 * 4 + 3 + 4);
    expect(billedMs({ ...usage, cpuMs: 2.01 }, model)).toBe(16);
  });
  test('more memory than one processor needs makes it no faster', () => {
    expect(billedMs(usage, { ...model, stack: { ...model.stack, memory: 4096 } })).toBe(2 + 3 + 4);
  });
  test('one millisecond at least', () => {
    expect(billedMs({ cpuMs: 0.001, calls: [], logBytes: 0 }, model)).toBe(1);
  });
  test('a batch lies on the line between those that were measured', () => {
    expect(billedBatchMs(usage.publishing, 1, model)).toBe(2 * 4 + 10 + 5);
    expect(billedBatchMs(usage.publishing, 6, model)).toBe(4.5 * 4 + 10 + 5);
    expect(billedBatchMs(usage.publishing, 11, model)).toBe(7 * 4 + 10 + 5);
  });
  test('a call that nothing is assumed of is no free call', () => {
    expect(() => billedMs({ ...usage, calls: [call('DescribeTable', 0, 0)] }, model)).toThrow('DescribeTable');
  });
});

describe('what depends on the rate', () => {
  test('a token is asked for once while its answer is kept', () => {
    // Each of ten tokens once a second: of 61 requests one is not answered from the cache.
    expect(authorizerCallsPerRequest(10, model)).toBeCloseTo(1 / 61, 10);
    const uncached = { ...model, stack: { ...model.stack, authorizerCacheSeconds: 0 } };
    expect(authorizerCallsPerRequest(10, uncached)).toBe(1);
  });
  test('batches: one row where hardly any come, as many as a poll finds where many do, a hundred at most', () => {
    expect(rowsPerBatch(0.001, model)).toBeCloseTo(1, 3);
    expect(rowsPerBatch(300, model)).toBeCloseTo(30, 6);
    expect(rowsPerBatch(1_000_000, model)).toBe(100);
  });
  test('gathering makes them larger', () => {
    expect(rowsPerBatch(100, { ...model, gatheringSeconds: 1 })).toBeCloseTo(50, 6);
  });
  test('traces: the first of each second, and a share of the others', () => {
    const traced = { ...model, stack: { ...model.stack, areFunctionsTraced: true } };
    expect(tracedShare(0.5, traced)).toBe(1);
    expect(tracedShare(11, traced)).toBeCloseTo((1 + 0.1 * 10) / 11, 10);
    expect(tracedShare(11, model)).toBe(0);
  });
});

describe('a million', () => {
  test('line by line', () => {
    expect(dollarsByName()).toMatchObject({
      gateway: 1,
      'function, requests': expect.closeTo(0.2),
      'function, GB-s': expect.closeTo(0.015 * 0.5 * 13.3334),
      'DynamoDB reads': expect.closeTo(0.125),
      'DynamoDB writes': expect.closeTo(0.625),
      'DynamoDB writes, indexes': expect.closeTo(1.25),
      'outbox row, deleted': expect.closeTo(0.625),
      stream: 0,
      'EventBridge events': 5,
      'archive, taken in': expect.closeTo(0.5),
      'audit log, taken in': expect.closeTo(2.5),
      'access log': 1,
      traces: 0,
    });
  });
  test("the function's log is its own lines, Lambda's, and its shares of the authorizer's and the publisher's", () => {
    const rows = rowsPerBatch(RATE, model);
    const bytes = 500 + 500 + 500 / 61 + (500 + 500) / rows;
    expect(dollarsByName()["functions' logs"]).toBeCloseTo((bytes / 1000) * 0.5, 10);
  });
  test('the publisher costs less a row when it gets more of them', () => {
    const few = dollarsByName(0.01);
    const many = dollarsByName(300);
    expect(many.publisher).toBeLessThan(few.publisher! / 5);
    expect(many['EventBridge events']).toBe(few['EventBridge events']);
  });
});

describe('the month', () => {
  test('without a request', () => {
    const lines = Object.fromEntries(fixedLines(model).map((line) => [line.name, dollarsOf(line, prices)]));
    expect(lines).toMatchObject({
      'KMS key': 1,
      // Ten functions, two tables, every five minutes of a thousand hours.
      'KMS requests, at most': expect.closeTo(24 * 0.03),
      alarms: expect.closeTo(2),
      dashboard: 3,
      'metrics of its own': expect.closeTo(1.2),
      'dead-letter queues (3)': 0,
    });
  });
  test('is what is fixed and what the requests cost', () => {
    // 10 a second for 1,000 hours: 36 million.
    const expected = 36 * totalOf(billOf(usage, RATE, model), prices) + totalOf(fixedLines(model), prices);
    expect(monthlyDollars(usage, RATE, model)).toBeCloseTo(expected, 6);
  });
});

describe('the alternative', () => {
  test('with the bus pays for the same events, archive and log', () => {
    const rows = alternativeMonthlyDollars(usage, RATE, 'rows', model);
    const bus = alternativeMonthlyDollars(usage, RATE, 'bus', model);
    const stored = 36 * ((400 + assumptions.alternativeRowOverheadBytes) / 1000) * 0.23;
    expect(bus - rows).toBeCloseTo(36 * (5 + 0.5 + 2.5) - stored, 6);
  });
  test('breaks even where both cost the same', () => {
    expect(
      breakEvenRate(
        (rate) => 10 + 4 * rate,
        (rate) => 100 + rate,
      ),
    ).toBeCloseTo(30, 9);
  });
  test('has no break-even when one is cheaper at any rate', () => {
    const cheap = (rate: number) => 1 + rate;
    const dear = (rate: number) => 2 + 2 * rate;
    expect(breakEvenRate(cheap, dear)).toBeUndefined();
    expect(breakEvenRate(dear, cheap)).toBeUndefined();
  });
});

test('levers: what each saves, the largest first', () => {
  const levers = leversFor(usage, RATE, model);
  const saved = levers.map((lever) => lever.saved);
  expect(saved).toEqual([...saved].sort((one, other) => other - one));
  // Four of five events, and a fifth of the bytes of archive and log.
  const joined = levers.find(({ what }) => what === 'All records of a request in one event');
  expect(joined?.saved).toBeCloseTo(4 + 0.1 + 0.5, 10);
});
