import { expect } from '@jest/globals';
import type { Cost } from '../scenarios/cost.ts';
import type { RecordedCall } from '../support/recorded-calls.ts';

/**
 * The tables of costs have those that AWS documents and the embedded engine counts; `expectedCost` adds the differences
 * of DynamoDB Local.
 */
export const onDynamoDbLocal = process.env.TEST_ENGINE === 'dynamodb-local';

export function costOfCalls(calls: readonly RecordedCall[]): Cost {
  const sumOf = (key: 'readUnits' | 'writeUnits' | 'indexWriteUnits') =>
    calls.reduce((sum, call) => sum + call[key], 0);
  return {
    calls: calls.map(({ action }) => action),
    reads: sumOf('readUnits'),
    writes: sumOf('writeUnits'),
    indexWrites: sumOf('indexWriteUnits'),
  };
}

/**
 * The cost as this engine counts it. DynamoDB Local counts index entries in transactions differently, so they are left
 * out.
 */
export const expectedCost = (cost: Cost, differsThere: Partial<Cost> = {}) =>
  onDynamoDbLocal ? { ...cost, ...differsThere, indexWrites: expect.any(Number) } : cost;
/** DynamoDB Local counts nothing for a query without results; AWS charges the minimum. */
export const FOUND_NOTHING_THERE = { reads: 0 };
