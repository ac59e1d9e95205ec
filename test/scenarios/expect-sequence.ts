import { expect } from '@jest/globals';
import type { AuditSequence } from './audit-sequences.ts';
import type { ServiceDriver } from './service-driver.ts';

/** Tests one row of the table of sequences: arranges, sends the request, and compares the answer and the bus. */
export async function expectSequence(driver: ServiceDriver, sequence: AuditSequence): Promise<void> {
  const { request, about } = await sequence.arrange(driver);
  const answer = await driver.send(request);

  expect(answer.status).toBe(sequence.status ?? 200);
  expect(answer.body.errors.map((error: { errorCode: string }) => error.errorCode)).toEqual(
    sequence.error === undefined ? [] : [sequence.error],
  );

  const events = await driver.eventsOf(answer.requestId);
  const records = events
    .filter(({ detailType }) => detailType !== 'LICENSE_VERDICT_CHANGED')
    .map(({ detail }) => detail);
  expect(records.map((record) => record.eventId)).toEqual(sequence.events.map((digits) => `PMS_MSP_${digits}`));
  expect(records.map((record) => record.sequence)).toEqual(sequence.events.map((_, index) => index + 1));

  const version = records[0]?.version;
  const mispId = about ?? (sequence.changes ? answer.body.response.mispID : undefined);
  for (const record of records) {
    expect(record.operation).toBe(sequence.operation);
    expect(record.outcome).toBe(sequence.outcome ?? sequence.error ?? 'success');
    expect(record.mispId).toBe(mispId);
    expect(record.version).toBe(version);
    expect(record.actionTimeStamp).toBe(records[0]?.actionTimeStamp);
    expect(record.idType).toBe(record.id === 'NO_ID' ? 'NO_ID_TYPE' : 'MISP ID');
  }
  expect(typeof version).toBe(sequence.changes ? 'number' : 'undefined');
  expect(new Set(events.map(({ detail }) => detail.recordId)).size).toBe(events.length);

  const verdicts = events
    .filter(({ detailType }) => detailType === 'LICENSE_VERDICT_CHANGED')
    .map(({ detail }) => detail);
  expect(verdicts.map((verdict) => verdict.reason)).toEqual(sequence.verdicts ?? []);
  for (const verdict of verdicts) {
    expect(verdict).toMatchObject({ mispId, version, active: verdict.reason === 'VALID' });
    expect(verdict.licenseKeyHash).toMatch(/^[0-9a-f]{64}$/);
  }
}
