import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutboxRow } from '../../../functions/audit/outbox-row.ts';
import { newRowId } from '../../../functions/audit/row-id.ts';
import { hashLicenseKey } from '../../../functions/domain/license.ts';
import type { OperationName } from '../../../functions/operations.ts';
import { credentialsOf } from '../../../local/functions/credentials.ts';
import { approved } from '../../scenarios/arrangements.ts';
import { sampleRow } from '../../support/sample-row.ts';
import { driver } from './cloud.ts';

/** An attacker has the credentials of the function that lists MISPs, and wants a rejected MISP to look approved. */

describe('a forged approval', () => {
  let thief: DynamoDBDocumentClient;
  let misp: { readonly id: string; readonly key: string };
  beforeAll(async () => {
    const { accessKeyId, secretAccessKey } = credentialsOf('misp-dev-list-misps');
    thief = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: driver.cloud.services.endpointUrl,
        region: 'us-east-1',
        credentials: { accessKeyId, secretAccessKey },
      }),
    );
    misp = await approved(driver);
    await driver.send({ method: 'PATCH', path: `/misps/${misp.id}/status`, fields: { mispStatus: 'rejected' } });
    await driver.cloud.idle();
  }, 60_000);
  afterAll(() => thief.destroy());

  const outbox = () => driver.cloud.template.outputs.AuditOutboxTableName!;

  /** A forged approval that makes the licence active, in a version that no consumer would drop. */
  function madeUp(operation: OperationName): OutboxRow {
    const { id, key } = misp;
    return sampleRow({
      ...{ id: newRowId(operation, Date.now()), at: Date.now(), mispId: id, version: 999_999 },
      caller: { userId: 'minister', userName: 'The Minister' },
      trail: [
        ['104-called', id],
        ['104-validated', id],
        ['202', id],
        ['201', id],
      ],
      verdictChanges: [{ licenseHash: hashLicenseKey(key), verdict: 'VALID', validTo: Date.now() + 1e9 }],
    });
  }

  test('IAM denies the row of an approval to a function that lists', async () => {
    const Item = madeUp('process-misp-status');
    await expect(thief.send(new PutCommand({ TableName: outbox(), Item }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:PutItem on resource: arn:aws:dynamodb:'),
    });
    expect(await driver.cloud.outboxRows()).toBe(0);
  });

  test.each<['its own key' | 'no key of an operation', (row: OutboxRow) => OutboxRow]>([
    ['its own key', (row) => row],
    ['no key of an operation', (row) => ({ ...row, id: `approvals#${row.id.split('#')[1]}` })],
  ])('and a row in the outbox under %s never reaches the bus', async (_, change) => {
    const before = driver.cloud.events().length;
    const Item = change(madeUp('list-misps'));
    // Without the policies, as the owner of the engine.
    await driver.client.send(new PutCommand({ TableName: outbox(), Item }));
    await driver.cloud.idle();
    await driver.cloud.clock.advance(6 * 60_000);
    await driver.cloud.idle();
    expect(driver.cloud.events(before)).toEqual([]);
    expect(JSON.stringify(driver.cloud.events())).not.toContain('minister');
    const items = await driver.cloud.items();
    expect(items.filter(({ item }) => JSON.stringify(item).includes(Item.id))).toHaveLength(1);
  });

  test('the attacker can leave only the trail of a list', async () => {
    const before = driver.cloud.events().length;
    const { verdictChanges: _none, version: _version, ...row } = madeUp('list-misps');
    const Item = { ...row, trail: [['116'], ['207']], verdictChanges: [] };
    await thief.send(new PutCommand({ TableName: outbox(), Item }));
    await driver.cloud.idle();
    const names = new Set(driver.cloud.events(before).map((event) => event['detail-type']));
    expect([...names]).toEqual(['Get all MISP request']);
  });
});
