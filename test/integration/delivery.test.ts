import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EventBus } from '../../functions/audit/event-bus.ts';
import type { BusEvent } from '../../functions/audit/expand-row.ts';
import type { OutboxRow } from '../../functions/audit/outbox-row.ts';
import { publishAudit } from '../../functions/lambdas/publish-audit/publish-audit.ts';
import { sweepAuditOutbox } from '../../functions/lambdas/sweep-audit-outbox/sweep-audit-outbox.ts';
import { DynamoDbOutbox, rowFromRecord } from '../../functions/storage/dynamodb-outbox.ts';
import type { MetricValues } from '../../functions/telemetry/metrics.ts';
import { registered } from '../scenarios/arrangements.ts';
import { Faults } from '../support/faults.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

/** Publisher and sweeper on a real outbox, with a bus that fails as the test says. */

let driver: InProcessDriver;
let accepted: BusEvent[];
let metrics: MetricValues[];
let refuse: (event: BusEvent) => string | undefined;
beforeAll(async () => {
  driver = await startInProcess();
});
afterAll(() => driver.stop());
beforeEach(async () => {
  refuse = () => undefined;
  await sweep();
  accepted = [];
  metrics = [];
});

const bus: EventBus = {
  put: async (events) =>
    events.map((event) => {
      const errorCode = refuse(event);
      if (errorCode === undefined) accepted.push(event);
      return errorCode === undefined ? { accepted: true } : { accepted: false, errorCode };
    }),
};

const dependencies = () => ({
  bus,
  outbox: new DynamoDbOutbox(driver.client, driver.tables.outbox, performance.now() + 60_000),
  log: () => undefined,
  metrics: (values: MetricValues) => {
    metrics?.push(values);
  },
  timeLeft: () => 14 * 60 * 1000,
});

const HOUR_MS = 60 * 60 * 1000;
const sweep = () => sweepAuditOutbox({ ...dependencies(), clock: () => Date.now() + HOUR_MS });
const recordIds = () => new Set(accepted.map(({ detail }) => detail.recordId));
const recordsOf = (rows: readonly OutboxRow[]) =>
  rows.flatMap((row) => row.trail.map((_, index) => `${row.id.split('#')[1]}-${index + 1}`));

describe('the sweeper', () => {
  test('empties an outbox with more rows than one call deletes', async () => {
    await Promise.all(Array.from({ length: 60 }, () => registered(driver)));
    const rows = await driver.outboxRows();
    await sweep();
    expect(await driver.outboxRows()).toEqual([]);
    expect([...recordIds()].sort()).toEqual(recordsOf(rows).sort());
    expect(metrics.at(-1)).toMatchObject({ OutboxRows: 60, OutboxPoisonRows: 0 });
  });

  test('an outage and one entry refused permanently: everything except the poison row is delivered', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => registered(driver)));
    const rows = await driver.outboxRows();
    const poisoned = rows.find((row) => row.mispId === ids[5])!;
    refuse = (event) => (event.detail.mispId === ids[5] ? 'MalformedDetail' : 'InternalFailure');
    await sweep();
    expect(await driver.outboxRows()).toHaveLength(12);

    refuse = (event) => (event.detail.mispId === ids[5] ? 'MalformedDetail' : undefined);
    await sweep();
    expect(await driver.outboxRows()).toEqual([poisoned]);
    expect(metrics.at(-1)).toMatchObject({ OutboxRows: 12, OutboxPoisonRows: 1 });
    expect([...recordIds()].sort()).toEqual(recordsOf(rows.filter((row) => row !== poisoned)).sort());

    refuse = () => undefined;
    await sweep();
    expect(await driver.outboxRows()).toEqual([]);
  });

  test('leaves a row that it cannot read, and counts it', async () => {
    const row = { id: 'UNREADABLE', at: Date.now(), catalogVersion: 99 };
    await driver.client.send(new PutCommand({ TableName: driver.tables.outbox, Item: row }));
    await registered(driver);
    await sweep();
    expect(await driver.outboxRows()).toEqual([row]);
    expect(metrics.at(-1)).toMatchObject({ OutboxRows: 2, OutboxPoisonRows: 1 });
    await driver.client.send(new DeleteCommand({ TableName: driver.tables.outbox, Key: { id: row.id } }));
  });
});

describe('the publisher', () => {
  const recordOf = async (row: OutboxRow, sequence: number) => ({
    eventName: 'INSERT' as const,
    dynamodb: { SequenceNumber: String(sequence), NewImage: await marshalled(row) },
  });
  const marshalled = async (row: OutboxRow) => {
    const { marshall } = await import('@aws-sdk/util-dynamodb');
    return marshall(row, { removeUndefinedValues: true }) as Record<string, never>;
  };
  const publish = async (rows: readonly OutboxRow[]) => {
    const Records = await Promise.all(rows.map((row, index) => recordOf(row, 100 + index)));
    return publishAudit({ Records }, { ...dependencies(), rowFromRecord });
  };

  test('deletes delivered rows and asks for the others again', async () => {
    await registered(driver);
    await registered(driver);
    const rows = await driver.outboxRows();
    refuse = (event) =>
      String(event.detail.recordId).startsWith(rows[0]!.id.split('#')[1]!) ? 'ThrottlingException' : undefined;
    expect(await publish(rows)).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(await driver.outboxRows()).toEqual([rows[0]]);
    refuse = () => undefined;
    expect(await publish([rows[0]!])).toEqual({ batchItemFailures: [] });
    expect(await driver.outboxRows()).toEqual([]);
  });

  test('a row that the stream brings twice does no harm', async () => {
    await registered(driver);
    const [row] = await driver.outboxRows();
    expect(await publish([row!, row!])).toEqual({ batchItemFailures: [] });
    expect(await driver.outboxRows()).toEqual([]);
  });

  test('asks again for rows that are on the bus but could not be deleted', async () => {
    await registered(driver);
    const rows = await driver.outboxRows();
    new Faults(driver.client).next('BatchWriteItem', 'denied', 1);
    expect(await publish(rows)).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    await publish(rows);
    expect(recordIds().size).toBe(5);
    expect(accepted).toHaveLength(10);
  });
});
