import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ANNOUNCER } from '../../functions/audit/events.ts';
import { EXPIRY_EVENT } from '../../functions/audit/expand-row.ts';
import type { OperationContract } from '../../functions/operation/contract.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import type { LocalCloudDriver } from '../../test/e2e/local-cloud-driver.ts';
import { auditSequences, succeeding } from '../../test/scenarios/all-sequences.ts';
import { imported, license, registered } from '../../test/scenarios/arrangements.ts';
import type { AuditSequence } from '../../test/scenarios/audit-sequences.ts';

/** Lets a function do a part of its work, and says whether it succeeded. */
export type Check = () => Promise<boolean>;

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Makes the requests of one sequence; a missing permission shows in the status or the error code. */
async function succeeds(driver: LocalCloudDriver, sequence: AuditSequence): Promise<boolean> {
  const { request } = await sequence.arrange(driver);
  const { status, body } = await driver.send(request);
  return status === (sequence.status ?? 200) && body.errors[0]?.errorCode === sequence.error;
}

/**
 * After a conflict an operation checks whether the same request was quicker. The engines never conflict by themselves.
 */
async function checksAfterConflict(driver: LocalCloudDriver, operation: OperationName): Promise<boolean> {
  const { request } = await succeeding(operation)(driver);
  driver.cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'conflict', count: 1, function: operation });
  try {
    const { status, body } = await driver.send({ ...request, headers: { 'idempotency-key': randomUUID() } });
    return status === 200 && body.errors.length === 0;
  } finally {
    driver.cloud.faults.clear();
  }
}

/** The publisher works if the row of a registration leaves the outbox. */
async function publishes(driver: LocalCloudDriver): Promise<boolean> {
  await driver.cloud.idle();
  const before = await driver.cloud.outboxRows();
  await registered(driver);
  await driver.cloud.idle();
  return (await driver.cloud.outboxRows()) === before;
}

/** The sweeper works if it delivers and deletes a row that the stream has given up. */
async function sweeps(driver: LocalCloudDriver): Promise<boolean> {
  const { cloud, client } = driver;
  const outbox = cloud.template.outputs.AuditOutboxTableName!;
  cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1000, function: 'publish-audit' });
  try {
    await registered(driver);
    await cloud.idle();
  } finally {
    cloud.faults.clear();
  }
  const { Items = [] } = await client.send(new ScanCommand({ TableName: outbox, ConsistentRead: true }));
  for (const row of Items) {
    await client.send(new PutCommand({ TableName: outbox, Item: { ...row, at: Number(row.at) - HOUR_MS } }));
  }
  const { ok } = await cloud.invoke('sweep-audit-outbox', {});
  const left = await Promise.all(
    Items.map(({ id }) => client.send(new GetCommand({ TableName: outbox, Key: { id }, ConsistentRead: true }))),
  );
  return ok && Items.length > 0 && left.every(({ Item }) => Item === undefined);
}

/** The announcer works if it announces a MISP with a threshold that fell due a minute ago. */
async function announces(driver: LocalCloudDriver): Promise<boolean> {
  const { cloud } = driver;
  const dueAt = cloud.clock.now() - MINUTE_MS;
  const createdAt = dueAt - 90 * DAY_MS;
  const key = randomUUID();
  const { id } = await imported(driver, {
    activeSince: createdAt,
    licenses: [license({ key, createdAt, validTo: dueAt + DAY_MS })],
  });
  const { ok } = await cloud.invoke(ANNOUNCER, {});
  await cloud.idle();
  return ok && cloud.events().some((event) => event['detail-type'] === EXPIRY_EVENT && event.detail.mispId === id);
}

/** Each filter of the list reads another index. */
async function filters(driver: LocalCloudDriver): Promise<boolean> {
  const queries = ['status=approved', 'expiringBefore=2100-01-01T00:00:00Z', 'name=', 'order=newest'];
  const answers = await Promise.all(queries.map((query) => driver.send({ method: 'GET', path: `/misps?${query}` })));
  return answers.every(({ status, body }) => status === 200 && body.errors.length === 0);
}

/** These show that a function can do all its work. @param name without service and stage. */
export function checksOf(driver: LocalCloudDriver, name: string): readonly Check[] {
  if (name === 'publish-audit') return [() => publishes(driver)];
  if (name === 'sweep-audit-outbox') return [() => sweeps(driver)];
  if (name === ANNOUNCER) return [() => announces(driver)];
  if (name === 'authorize-caller')
    return [async () => (await driver.send({ method: 'GET', path: '/misps' })).status === 200];
  const own = auditSequences.filter(({ operation }) => operation === name);
  const contract: OperationContract | undefined = operations.find((one) => one.name === name);
  const operation = own[0]?.operation;
  const takesKey = operation !== undefined && contract?.retryHeaders.includes('idempotency-key');
  return [
    ...own.map((sequence) => () => succeeds(driver, sequence)),
    ...(takesKey ? [() => checksAfterConflict(driver, operation)] : []),
    ...(operation === 'list-misps' ? [() => filters(driver)] : []),
  ];
}
