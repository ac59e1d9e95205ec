import { describe, expect, test } from '@jest/globals';
import { auditSequences } from '../../scenarios/all-sequences.ts';
import { expectSequence } from '../../scenarios/expect-sequence.ts';
import { driver } from './cloud.ts';

/**
 * One sequence for each set of DynamoDB's actions that an operation can call. Here they pass the gateway, the bundle, the
 * role and the publisher; test/integration/audit-sequences.test.ts has them all.
 */
const eachWithOtherCalls = auditSequences.filter((sequence, index) => {
  const callsOf = ({ operation, cost }: typeof sequence) => [operation, ...new Set(cost.calls)].join();
  return auditSequences.findIndex((one) => callsOf(one) === callsOf(sequence)) === index;
});

describe('the audit sequences, from the HTTP request to the bus', () => {
  test.each(eachWithOtherCalls.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    '%s',
    async (_, sequence) => {
      await expectSequence(driver, sequence);
    },
  );

  test('afterwards the outbox is empty', async () => {
    await driver.cloud.idle();
    expect(await driver.cloud.outboxRows()).toBe(0);
  });
});
