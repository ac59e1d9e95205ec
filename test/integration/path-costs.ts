import { expect, test } from '@jest/globals';
import { auditSequences } from '../scenarios/all-sequences.ts';
import type { AuditSequence } from '../scenarios/audit-sequences.ts';
import type { Cost } from '../scenarios/cost.ts';
import { expectedCost, FOUND_NOTHING_THERE } from './cost-on-engine.ts';

const differsOnDynamoDbLocal: Readonly<Record<string, Partial<Cost>>> = {
  'find-misps-by-name: none': FOUND_NOTHING_THERE,
  'list-misps: none': FOUND_NOTHING_THERE,
  // In a transaction it counts at most two items of a table.
  'update-misp: done': { writes: 6 },
  'process-misp-status: approved, and an expired licence removed': { writes: 10 },
  'process-misp-status: approved, and an expired licence removed, with an idempotency key': { writes: 10 },
  'download-license-key: renewed, and an expired licence removed': { writes: 10 },
  'rotate-license-key: done, and an expired licence removed': { writes: 10 },
  'rotate-license-key: done, and an expired licence removed, with an idempotency key': { writes: 10 },
};

/** The cost of every path. @param costOf what the request of a sequence cost. */
export function testPathCosts(costOf: (sequence: AuditSequence) => Cost): void {
  test.each(auditSequences.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    '%s',
    (name, sequence) => {
      expect(costOf(sequence)).toEqual(expectedCost(sequence.cost, differsOnDynamoDbLocal[name]));
    },
  );
}
