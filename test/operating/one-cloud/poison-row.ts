import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newRowId } from '../../../functions/audit/row-id.ts';
import type { Admit } from '../../../local/aws/admission.ts';
import { approved, registered } from '../../scenarios/arrangements.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { growOld, lastSweep, recordIds, refusedRows, rowCopy, sweepByHand } from '../outbox-rows.ts';
import { driver, operator, whileAdmitting } from './cloud.ts';

/**
 * docs/runbooks/procedures/poison-row.md, step by step, for each cause in its table that can occur on a running stack.
 */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poison-row-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Some work while a policy on the bus denies a detail-type. */
function whileForbidden<T>(detailType: string, work: () => Promise<T>): Promise<T> {
  const decide: Admit = async ({ action, input }) => {
    if (action !== 'PutEvents') return { admitted: true };
    const { Entries } = input as { Entries: readonly { readonly DetailType: string }[] };
    const answers = Entries.map((entry) => {
      if (entry.DetailType === detailType)
        return { ErrorCode: 'NotAuthorizedForDetailTypeException', ErrorMessage: '' };
      return (driver.cloud.services.bus.put({ Entries: [entry] }).body.Entries as object[])[0];
    });
    const FailedEntryCount = Entries.filter(({ DetailType }) => DetailType === detailType).length;
    return { admitted: false, status: 200, body: { FailedEntryCount, Entries: answers } };
  };
  return whileAdmitting(decide, work);
}

test('a policy on the bus: the row is found in the logs, copied, and delivered once the policy is corrected', async () => {
  const { cloud } = driver;
  const rowId = await whileForbidden('LICENSE_VERDICT_CHANGED', async () => {
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
    return String(rowId);
  });

  expect(await sweepByHand(cloud)).toMatchObject({ delivered: 1, poison: 0 });
  expect(await cloud.outboxRows()).toBe(0);
  expect(new Set(recordIds(cloud, rowId)).size).toBe(6);
}, 60_000);

test('a row younger than five minutes is left to the stream', async () => {
  const { cloud } = driver;
  await whileForbidden('LICENSE_VERDICT_CHANGED', async () => {
    await approved(driver);
    await cloud.idle();
  });
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
