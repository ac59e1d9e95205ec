import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newRowId } from '../../functions/audit/row-id.ts';
import type { Admission, ServiceCall } from '../../local/aws/admission.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { mutatedAssembly } from '../../proofs/mutated-assembly.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { approved, registered } from '../scenarios/arrangements.ts';
import { sampleRow } from '../support/sample-row.ts';
import { operatorClients } from './operator-clients.ts';
import { growOld, lastSweep, refusedRows, rowCopy, sweepByHand } from './outbox-rows.ts';

/**
 * docs/runbooks/procedures/poison-row.md, step by step, for each cause in its table that can occur on this machine.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poison-row-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The record ids of a row begin with its id without the operation. */
const recordIds = (cloud: LocalCloud, rowId: string) =>
  cloud.events().flatMap(({ detail }) => {
    const recordId = String(detail.recordId);
    return recordId.startsWith(`${rowId.split('#')[1]}-`) ? [recordId] : [];
  });

describe('on a running stack', () => {
  let driver: LocalCloudDriver;
  let operator: ReturnType<typeof operatorClients>;
  /** The detail-type that a policy on the bus denies. */
  let forbidden: string | undefined;
  beforeAll(async () => {
    driver = await startOnLocalCloud({ admit, onProblem: () => undefined });
    operator = operatorClients(driver.cloud.services.endpointUrl);
  }, 60_000);
  afterAll(async () => {
    operator.destroy();
    await driver.stop();
  });
  beforeEach(() => {
    forbidden = undefined;
  });

  async function admit({ action, input }: ServiceCall): Promise<Admission> {
    if (action !== 'PutEvents' || forbidden === undefined) return { admitted: true };
    const { Entries } = input as { Entries: readonly { readonly DetailType: string }[] };
    const answers = Entries.map((entry) => {
      if (entry.DetailType === forbidden) return { ErrorCode: 'NotAuthorizedForDetailTypeException', ErrorMessage: '' };
      return (driver.cloud.services.bus.put({ Entries: [entry] }).body.Entries as object[])[0];
    });
    const FailedEntryCount = Entries.filter(({ DetailType }) => DetailType === forbidden).length;
    return { admitted: false, status: 200, body: { FailedEntryCount, Entries: answers } };
  }

  test('a policy on the bus: the row is found in the logs, copied, and delivered once the policy is corrected', async () => {
    const { cloud } = driver;
    forbidden = 'LICENSE_VERDICT_CHANGED';
    const { key } = await approved(driver);
    await registered(driver);
    await cloud.idle();
    await growOld(cloud);
    // All other rows are delivered.
    expect(await cloud.outboxRows()).toBe(1);
    expect(lastSweep(cloud)).toMatchObject({ rows: 1, delivered: 0, poison: 1 });

    const [{ rowId, errorCode } = {}] = refusedRows(cloud);
    expect(errorCode).toBe('NotAuthorizedForDetailTypeException');
    expect(new Set(refusedRows(cloud).map((line) => line.rowId)).size).toBe(1);
    const file = join(folder, `${rowId}.json`);
    writeFileSync(file, JSON.stringify(await rowCopy(cloud, operator, String(rowId))));
    const copy = readFileSync(file, 'utf8');
    for (const secret of [key, 'info@celltel.com', '9876543210']) expect(copy).not.toContain(secret);
    // The events that the bus accepts are there already, and each sweep publishes them again.
    const partly = new Set(recordIds(cloud, String(rowId)));
    expect(partly.size).toBe(5);

    forbidden = undefined;
    expect(await sweepByHand(cloud)).toMatchObject({ delivered: 1, poison: 0 });
    expect(await cloud.outboxRows()).toBe(0);
    expect(new Set(recordIds(cloud, String(rowId))).size).toBe(6);
  }, 60_000);

  test('a row younger than five minutes is left to the stream', async () => {
    const { cloud } = driver;
    forbidden = 'LICENSE_VERDICT_CHANGED';
    await approved(driver);
    await cloud.idle();
    forbidden = undefined;
    expect(await sweepByHand(cloud)).toMatchObject({ rows: 1, delivered: 0, poison: 0 });
    await growOld(cloud);
    expect(await cloud.outboxRows()).toBe(0);
  }, 60_000);

  test('a row that the service did not write is copied and deleted by hand, and delayed no other', async () => {
    const { cloud } = driver;
    const TableName = cloud.template.outputs.AuditOutboxTableName!;
    await operator.tables.send(
      new PutItemCommand({
        TableName,
        Item: { id: { S: 'BY-HAND' }, note: { S: 'a try' }, catalogVersion: { N: '1' } },
      }),
    );
    const id = await registered(driver);
    await cloud.idle();
    // Without a time it never counts as young.
    expect(await sweepByHand(cloud)).toMatchObject({ rows: 1, delivered: 0, poison: 1 });
    // A foreign id stays out of the log; only the outbox itself shows it.
    expect(refusedRows(cloud).at(-1)).toMatchObject({
      ...{ event: 'audit-row-unreadable', rowId: 'foreign', fault: 'key' },
    });
    expect(cloud.events().some(({ detail }) => detail.mispId === id)).toBe(true);
    const { Items } = await operator.tables.send(new ScanCommand({ TableName, ProjectionExpression: 'id' }));
    expect(Items).toEqual([{ id: { S: 'BY-HAND' } }]);

    const { Item } = await rowCopy(cloud, operator, 'BY-HAND');
    expect(Item).not.toHaveProperty('trail');
    expect(Item).not.toHaveProperty('at');
    await operator.tables.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'BY-HAND' } } }));
    expect(await sweepByHand(cloud)).toMatchObject({ rows: 0, poison: 0 });
    expect(await cloud.outboxRows()).toBe(0);
  }, 60_000);

  test('an approval by the function that lists is never on the bus, is found by its id, copied and deleted', async () => {
    const { cloud } = driver;
    const TableName = cloud.template.outputs.AuditOutboxTableName!;
    const id = await registered(driver);
    await cloud.idle();
    const before = cloud.events().length;
    const rowId = newRowId('list-misps', cloud.clock.now());
    const row = sampleRow({
      ...{ id: rowId, at: cloud.clock.now(), mispId: id, version: 999_999 },
      caller: { userId: 'minister', userName: 'The Minister' },
      trail: [
        ['104-called', id],
        ['104-validated', id],
        ['202', id],
        ['121', id],
        ['201', id],
      ],
      verdictChanges: [{ licenseHash: 'f'.repeat(64), verdict: 'VALID', validTo: cloud.clock.now() + 1e9 }],
    });
    await operator.tables.send(new PutItemCommand({ TableName, Item: marshall(row) }));
    await cloud.idle();
    await growOld(cloud);
    expect(lastSweep(cloud)).toMatchObject({ rows: 1, delivered: 0, poison: 1 });
    expect(refusedRows(cloud)).toEqual(
      expect.arrayContaining(Array(2).fill(expect.objectContaining({ rowId, fault: 'foreign' }))),
    );
    expect(cloud.events(before)).toEqual([]);

    const { Item } = await rowCopy(cloud, operator, rowId);
    expect(Item.caller).toEqual({ M: { userId: { S: 'minister' }, userName: { S: 'The Minister' } } });
    await operator.tables.send(new DeleteItemCommand({ TableName, Key: { id: { S: rowId } } }));
    expect(await sweepByHand(cloud)).toMatchObject({ rows: 0, poison: 0 });
  }, 60_000);
});

test('a row of a newer version that was rolled back stays, and is delivered once the newer one is deployed again', async () => {
  const newer = await mutatedAssembly({
    functions: ['register-misp', 'publish-audit', 'sweep-audit-outbox'],
    mutations: [
      {
        file: 'functions/audit/catalog-version.ts',
        find: 'CATALOG_VERSION = 1',
        put: 'CATALOG_VERSION = 2',
      },
      {
        file: 'functions/audit/row-readers.ts',
        find: 'new Map([[1, {',
        put: 'new Map([[2, {',
      },
    ],
  });
  const dataFolder = join(folder, 'state');
  const onProblem = () => undefined;
  const deploy = (assemblyFolder?: string) =>
    startOnLocalCloud({ dataFolder, onProblem, ...(assemblyFolder === undefined ? {} : { assemblyFolder }) });
  let driver = await deploy(newer.folder);
  try {
    // The newer version is rolled back before its row is delivered.
    driver.cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1000 });
    const id = await registered(driver);
    await driver.stop();

    driver = await deploy();
    await driver.cloud.idle();
    await growOld(driver.cloud);
    expect(lastSweep(driver.cloud)).toMatchObject({ rows: 1, delivered: 0, poison: 1 });
    const [{ event, rowId, fault, catalogVersion } = {}] = refusedRows(driver.cloud);
    expect([event, fault, catalogVersion]).toEqual(['audit-row-unreadable', 'version', 2]);
    const operator = operatorClients(driver.cloud.services.endpointUrl);
    expect((await rowCopy(driver.cloud, operator, String(rowId))).Item.catalogVersion).toEqual({ N: '2' });
    operator.destroy();
    expect(recordIds(driver.cloud, String(rowId))).toEqual([]);
    await driver.stop();

    driver = await deploy(newer.folder);
    expect(await sweepByHand(driver.cloud)).toMatchObject({ rows: 1, delivered: 1, poison: 0 });
    expect(await driver.cloud.outboxRows()).toBe(0);
    expect(recordIds(driver.cloud, String(rowId))).toHaveLength(5);
    expect(driver.cloud.events().at(-1)?.detail).toMatchObject({ mispId: id });
  } finally {
    await driver.stop();
    newer.remove();
  }
}, 60_000);
