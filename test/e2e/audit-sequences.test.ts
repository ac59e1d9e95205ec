import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditSequences } from '../scenarios/all-sequences.ts';
import { expectSequence } from '../scenarios/expect-sequence.ts';
import { orderOfChecks } from '../scenarios/order-of-checks.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud();
}, 60_000);
afterAll(() => driver.stop());

describe('the audit sequences, from the HTTP request to the bus', () => {
  test('an empty list leaves 116, 409', async () => {
    const answer = await driver.send({ method: 'GET', path: '/misps' });
    const events = await driver.eventsOf(answer.requestId);
    expect(answer.body.errors).toEqual([{ errorCode: 'PMS_MSP_409', message: 'No MISP details found' }]);
    expect(events.map(({ detail }) => detail.eventId)).toEqual(['PMS_MSP_116', 'PMS_MSP_409']);
  });

  test.each(auditSequences.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    '%s',
    async (_, sequence) => {
      await expectSequence(driver, sequence);
    },
  );

  test.each(orderOfChecks.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    'where two rules apply, %s',
    async (_, sequence) => {
      await expectSequence(driver, sequence);
    },
  );

  test('afterwards the outbox is empty', async () => {
    await driver.cloud.idle();
    expect(await driver.cloud.outboxRows()).toBe(0);
  });
});
