import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { expiredLicense, importedTooLarge, license, newKey } from '../scenarios/arrangements.ts';
import { keyStatusRequest, validateRequest } from '../scenarios/requests.ts';
import { operatorClients } from './operator-clients.ts';

/** docs/runbooks/misp-item-too-large.md: from the refused revocation to the successful one. */

let driver: LocalCloudDriver;
let operator: ReturnType<typeof operatorClients>;
beforeAll(async () => {
  driver = await startOnLocalCloud();
  operator = operatorClients(driver.cloud.services.endpointUrl);
}, 60_000);
afterAll(async () => {
  operator.destroy();
  await driver.stop();
});

/** The page's transaction, with an operator's values. */
function transactionOf(values: Readonly<Record<string, string>>) {
  const page = readFileSync(join(projectFolder, 'docs/runbooks/misp-item-too-large.md'), 'utf8');
  const [, json = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
  const filled = Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`<${name}>`, value), json);
  expect(filled).not.toMatch(/<[a-z +1]+>/);
  return JSON.parse(filled);
}

test('a revocation is refused and audited, an operator makes room, and the revocation succeeds', async () => {
  const table = String(driver.cloud.template.outputs.MispsTableName);
  const [on, old] = [license({ key: newKey() }), expiredLicense(newKey())];
  const { id } = await importedTooLarge(driver, { licenses: [old, on] });
  // The expired licence is switched on, too: after the revocation it is the last to expire, so the item still has
  // `runsOut` and does not shrink.
  const switchOff = () => driver.send(keyStatusRequest(id, on.key, 'De-active'));
  const validate = async (key: string) => (await driver.send(validateRequest(id, key))).body;

  const refused = await switchOff();
  expect(refused.body.errors[0].errorCode).toBe('PMS_MSP_905');
  expect(await validate(on.key)).toMatchObject({ response: { reason: 'VALID' } });

  const { Item } = await driver.client.send(new GetCommand({ TableName: table, Key: { pk: `MISP#${id}` } }));
  const version = Number(Item?.version);
  const values = { MispsTableName: table, mispId: id, hash: old.hash, 'version + 1': String(version + 1) };
  const outdated = transactionOf({ ...values, version: String(version - 1) });
  await expect(operator.tables.send(new TransactWriteItemsCommand({ TransactItems: outdated }))).rejects.toThrow();
  const removal = transactionOf({ ...values, version: String(version) });
  await operator.tables.send(new TransactWriteItemsCommand({ TransactItems: removal }));

  expect((await switchOff()).body.errors).toEqual([]);
  expect(await validate(on.key)).toMatchObject({ response: { reason: 'LICENSE_DEACTIVATED' } });
  expect(await validate(old.key)).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_406' }] });
  await driver.cloud.idle();
  const eventIds = driver.cloud.events().flatMap(({ detail }) => (detail.mispId === id ? [detail.eventId] : []));
  expect(eventIds).toEqual(expect.arrayContaining(['PMS_MSP_463', 'PMS_MSP_115', 'PMS_MSP_206']));
}, 60_000);
