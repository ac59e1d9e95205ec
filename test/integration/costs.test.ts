import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hashLicenseKey } from '../../functions/domain/license.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import { operations } from '../../functions/operations.ts';
import { DynamoDbOutbox } from '../../functions/storage/dynamodb-outbox.ts';
import { licenseKeyPointer, mispKey } from '../../functions/storage/keys.ts';
import { succeeding } from '../scenarios/all-sequences.ts';
import { approved, expiredLicense, imported, license, newKey, newName, registered } from '../scenarios/arrangements.ts';
import {
  type Cost,
  change,
  entries,
  NOT_RUNNING_OUT,
  NOTHING,
  QUERY_THEN_ROW,
  ROW_ALONE,
  readsThenRow,
} from '../scenarios/cost.ts';
import type { ServiceRequest } from '../scenarios/service-driver.ts';
import { type Fault, Faults } from '../support/faults.ts';
import { recordCalls } from '../support/recorded-calls.ts';
import { interceptSends } from '../support/sends.ts';
import { costOfCalls, expectedCost, FOUND_NOTHING_THERE, onDynamoDbLocal } from './cost-on-engine.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

/**
 * The costs that docs/architecture.md promises: sequential calls, and capacity units. Those of every path are in
 * path-costs.ts.
 */

let driver: InProcessDriver;
let calls: ReturnType<typeof recordCalls>;
let faults: Faults;
beforeAll(async () => {
  driver = await startInProcess();
  calls = recordCalls(driver.client);
  faults = new Faults(driver.client);
});
afterAll(() => driver.stop());

/** Sends a request. @returns its cost, and the answer. */
async function costOf(request: ServiceRequest, by = driver) {
  calls.take();
  const { body, status } = await by.send(request);
  return { cost: costOfCalls(calls.take()), status, error: body.errors[0]?.errorCode };
}

/** Operations whose transactions have two items of the table of MISPs even without an idempotency record. */
const TWO_ITEMS_ALREADY: readonly string[] = [
  'register-misp',
  'process-misp-status',
  'update-misp',
  'rotate-license-key',
];

const put = (path: string, fields: Record<string, unknown>) => ({ method: 'PUT', path, fields });
const patch = (path: string, fields: Record<string, unknown>) => ({ method: 'PATCH', path, fields });
const post = (fields: Record<string, unknown>) => ({ method: 'POST', path: '/misps', fields });
const get = (path: string) => ({ method: 'GET', path });
const profile = (name: string) => ({ name, emailId: 'a@b.org', contactNumber: '1', address: 'x' });

// The first test of the file: nothing is registered yet.
test('an empty list: one query, one row', async () => {
  const { cost, error } = await costOf(get('/misps'));
  expect(error).toBe('PMS_MSP_409');
  expect(cost).toEqual(expectedCost(QUERY_THEN_ROW, FOUND_NOTHING_THERE));
});

describe('each list is one query of an index, then the row', () => {
  const soon = () => new Date(Date.now() + 1000 * 24 * 60 * 60 * 1000).toISOString();

  test.each<[string, () => string]>([
    ['all', () => ''],
    ['the newest', () => 'order=newest'],
    ['a status', () => 'status=approved'],
    ['a status, the newest', () => 'status=rejected&order=newest'],
    ['those that run out', () => `expiringBefore=${soon()}`],
    ['names', () => 'name='],
  ])('%s', async (_, query) => {
    await rejectedAndApproved();
    const { cost, error } = await costOf(get(`/misps?limit=1&${query()}`));
    expect(error).toBeUndefined();
    expect(cost).toEqual(expectedCost(QUERY_THEN_ROW));
  });

  test.each<[string, string]>([
    ['none that ran out by then', 'expiringBefore=1970-01-01T00:00:00Z'],
    ['names without a match', 'name=nobody/at?all'],
  ])('none: %s', async (_, query) => {
    const { cost, error } = await costOf(get(`/misps?${query}`));
    expect(error).toBe('PMS_MSP_409');
    expect(cost).toEqual(expectedCost(QUERY_THEN_ROW, FOUND_NOTHING_THERE));
  });

  async function rejectedAndApproved(): Promise<void> {
    await approved(driver);
    const { id } = await approved(driver);
    await driver.send(patch(`/misps/${id}/status`, { mispStatus: 'rejected' }));
  }
});

describe('a change writes to each index that the MISP is in', () => {
  const on = () => license({ key: newKey() });
  const off = () => license({ key: newKey(), isSwitchedOn: false });
  const keyStatus = ({ id, licenses }: Misp, mispLicenseKeyStatus: string) =>
    put(`/misps/${id}/licenseKey`, { mispLicenseKey: licenses[0]!.key, mispLicenseKeyStatus });
  const end = ({ id, licenses }: Misp, days: number) =>
    put(`/misps/${id}/licenseKey/validity`, {
      mispLicenseKey: licenses[0]!.key,
      validTo: new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString(),
    });

  test.each<[string, Partial<Misp>, (misp: Misp) => ServiceRequest, number]>([
    ['its profile', { licenses: [on()] }, ({ id, name }) => put(`/misps/${id}`, profile(name)), entries({})],
    [
      'its profile, while it does not run out',
      { licenses: [off()] },
      ({ id, name }) => put(`/misps/${id}`, profile(name)),
      entries(NOT_RUNNING_OUT),
    ],
    ['its name', { licenses: [on()] }, ({ id }) => put(`/misps/${id}`, profile(newName())), entries({ byName: 2 })],
    [
      'its activity, so that it now runs out',
      { isActive: false, licenses: [on()] },
      ({ id }) => patch(`/misps/${id}`, { mispStatus: 'Active' }),
      entries({}),
    ],
    [
      'its activity, while it does not run out',
      { licenses: [] },
      ({ id }) => patch(`/misps/${id}`, { mispStatus: 'De-active' }),
      entries(NOT_RUNNING_OUT),
    ],
    [
      'its status, while it does not run out',
      { status: 'Inprogress' },
      ({ id }) => patch(`/misps/${id}/status`, { mispStatus: 'rejected' }),
      entries({ byStatus: 2, ...NOT_RUNNING_OUT }),
    ],
    ['a switch, on', { licenses: [off()] }, (misp) => keyStatus(misp, 'Active'), entries({})],
    [
      'a switch of a MISP that is de-active',
      { isActive: false, licenses: [off()] },
      (misp) => keyStatus(misp, 'Active'),
      entries(NOT_RUNNING_OUT),
    ],
    [
      'an end of a licence that is switched off',
      { licenses: [off()] },
      (misp) => end(misp, 40),
      entries(NOT_RUNNING_OUT),
    ],
    [
      'an end that is not the last one',
      { licenses: [on(), license({ key: newKey(), validTo: Date.now() + 1e10 })] },
      (misp) => end(misp, 40),
      entries({}, 2),
    ],
  ])('%s', async (_, stored, request, indexWrites) => {
    const misp = await imported(driver, stored);
    const { cost, error } = await costOf(request(misp));
    expect(error).toBeUndefined();
    expect(cost.calls).toEqual(['GetItem', 'TransactWriteItems']);
    if (!onDynamoDbLocal) expect(cost.indexWrites).toBe(indexWrites);
  });
});

describe('requests without a read', () => {
  const LONG_KEY = 'k'.repeat(129);

  test.each([
    ['validate', (id: string) => patch(`/misps/${id}/licenseKey`, { mispLicenseKey: LONG_KEY })],
    [
      'key status',
      (id: string) => put(`/misps/${id}/licenseKey`, { mispLicenseKey: LONG_KEY, mispLicenseKeyStatus: 'Active' }),
    ],
  ])('a key that is too long, %s: the row alone', async (_, request) => {
    const { id } = await approved(driver);
    const { cost, error } = await costOf(request(id));
    expect(error).toBe('PMS_MSP_406');
    expect(cost).toEqual(ROW_ALONE);
  });

  // A GET with these words is another operation's path.
  test('an illegal id, download: the row alone', async () => {
    const { cost, error } = await costOf(get(`/misps/${'x'.repeat(37)}/licenseKey`));
    expect(error).toBe('PMS_MSP_005');
    expect(cost).toEqual(ROW_ALONE);
  });
  test.each(
    ['x'.repeat(37), 'name', 'mispId'].flatMap((id) => [
      ['get', get(`/misps/mispId/${id}`)] as const,
      ['status', patch(`/misps/${id}/status`, { mispStatus: 'approved' })] as const,
      ['MISP status', patch(`/misps/${id}`, { mispStatus: 'Active' })] as const,
      ['update', put(`/misps/${id}`, profile('Nobody'))] as const,
    ]),
  )('an illegal id, %s: the row alone', async (_, request) => {
    const { cost, error } = await costOf(request);
    expect(error).toBe('PMS_MSP_005');
    expect(cost).toEqual(ROW_ALONE);
  });

  test("such an id with a MISP's key, validate and key status: the row alone", async () => {
    const { key } = await approved(driver);
    const fields = { mispLicenseKey: key, mispLicenseKeyStatus: 'Active' };
    for (const request of [patch('/misps/name/licenseKey', fields), put(`/misps/${key}/licenseKey`, fields)]) {
      const { cost, error } = await costOf(request);
      expect(error).toBe('PMS_MSP_406');
      expect(cost).toEqual(ROW_ALONE);
    }
  });

  test.each(['/misps/name/', '/misps?name='])('an impossible prefix, %s: the row alone', async (path) => {
    const { cost, error } = await costOf(get(`${path}${encodeURIComponent('ﷺ'.repeat(60))}`));
    expect(error).toBe('PMS_MSP_409');
    expect(cost).toEqual(ROW_ALONE);
  });
});

describe('an answer before any audit row costs no call', () => {
  test.each<[string, ServiceRequest]>([
    ['a field is missing', post({})],
    ['a word of white space', patch('/misps/100/status', { mispStatus: ' ' })],
    ['a name that is too long', put('/misps/100', profile('n'.repeat(129)))],
    ['a key that is not text', patch('/misps/100/licenseKey', { mispLicenseKey: [7] })],
    ['a key status that is missing', put('/misps/100/licenseKey', { mispLicenseKey: newKey() })],
    ['a wrong content type', { ...post(profile('Name')), headers: { 'content-type': 'text/plain' } }],
    ['a body that is too large', post({ ...profile('Name'), address: 'x'.repeat(64 * 1024) })],
    ['an invalid limit', get('/misps?limit=0')],
    ['an invalid cursor', get('/misps?cursor=nonsense')],
    ['an invalid filter', get('/misps?status=active')],
    ['two filters', get('/misps?status=approved&name=acme')],
    ['an invalid cursor of a search', get('/misps/name/acme?cursor=nonsense')],
  ])('%s', async (_, request) => {
    const { cost, status } = await costOf(request);
    expect(status).toBe(400);
    expect(cost).toEqual(NOTHING);
  });
});

describe('more than the minimum', () => {
  test('an update that keeps the normalized name takes and frees none', async () => {
    const name = newName();
    const id = await registered(driver, name);
    const { cost, error } = await costOf(put(`/misps/${id}`, profile(name.toUpperCase())));
    expect(error).toBeUndefined();
    expect(cost).toEqual(expectedCost(change(2, entries(NOT_RUNNING_OUT))));
  });

  test('a key that was issued between the two reads is not looked up again', async () => {
    const key = newKey();
    const { id } = await imported(driver, { licenses: [] });
    const pointer = { pk: licenseKeyPointer(hashLicenseKey(key)), mispId: id };
    await driver.client.send(new PutCommand({ TableName: driver.tables.misps, Item: pointer }));
    const { cost, error } = await costOf(patch(`/misps/${id}/licenseKey`, { mispLicenseKey: key }));
    expect(error).toBe('PMS_MSP_406');
    expect(cost).toEqual(readsThenRow(2));
  });

  test('a MISP with many licences costs more units and no more calls', async () => {
    const licenses = Array.from({ length: 30 }, () => expiredLicense(newKey()));
    const { id } = await imported(driver, { licenses });
    const { cost } = await costOf(get(`/misps/${id}/licenseKey`));
    const { calls: leastCalls, reads, writes } = change(3, 0);
    expect(cost.calls).toEqual(leastCalls);
    expect(cost.reads).toBeGreaterThan(reads);
    expect(cost.writes).toBeGreaterThan(writes);
  });
});

/** Changes a MISP just before each of the next transactions, like a rival that is always a little faster. */
function rivalOf(id: string, times: number): void {
  let left = times;
  interceptSends(driver.client, 'above', async ({ action, pass }) => {
    if (action === 'TransactWriteItems' && left > 0) {
      left -= 1;
      await driver.client.send(
        new UpdateCommand({
          TableName: driver.tables.misps,
          Key: { pk: mispKey(id) },
          UpdateExpression: 'SET version = version + :one',
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );
    }
    return pass();
  });
}
/** Leaves out the rival's calls: no operation that can lose a race sends an update. */
const withoutRival = ({ calls: all }: Cost) => all.filter((action) => action !== 'UpdateItem');

describe('lost races', () => {
  test('one costs one more transaction and no more reads', async () => {
    const id = await registered(driver);
    rivalOf(id, 1);
    const { cost, error } = await costOf(patch(`/misps/${id}`, { mispStatus: 'De-active' }));
    expect(error).toBeUndefined();
    expect(withoutRival(cost)).toEqual(['GetItem', 'TransactWriteItems failed', 'TransactWriteItems']);
    expect(cost.reads).toBe(1);
  });

  test('four: four more', async () => {
    const id = await registered(driver);
    rivalOf(id, 4);
    const { cost, error } = await costOf(put(`/misps/${id}`, profile(newName())));
    expect(error).toBeUndefined();
    expect(withoutRival(cost)).toEqual([
      'GetItem',
      ...Array(4).fill('TransactWriteItems failed'),
      'TransactWriteItems',
    ]);
  });

  test('five: given up, and no row', async () => {
    const id = await registered(driver);
    rivalOf(id, 5);
    const { cost, status } = await costOf(patch(`/misps/${id}/status`, { mispStatus: 'approved' }));
    expect(status).toBe(503);
    expect(withoutRival(cost)).toEqual(['GetItem', ...Array(5).fill('TransactWriteItems failed')]);
  });

  test('one after which nothing needs to change: the row in place of the second transaction', async () => {
    const id = await registered(driver);
    faults.holdUntilAll('TransactWriteItems', 2);
    const approve = patch(`/misps/${id}/status`, { mispStatus: 'approved' });
    calls.take();
    await Promise.all([driver.send(approve), driver.send(approve)]);
    const actions = calls.take().map(({ action }) => action);
    expect(actions.sort()).toEqual([
      'GetItem',
      'GetItem',
      'PutItem',
      'TransactWriteItems',
      'TransactWriteItems failed',
    ]);
  });
});

describe('the longest row of a validation', () => {
  /** The longest possible values from deployment, token and request; ASCII, as such ids and names are. */
  const longest = () =>
    driver.with({
      caller: { userId: 'u'.repeat(256), userName: 'n'.repeat(128) },
      functionName: () => 'f'.repeat(64),
      sourceIp: '0000:0000:0000:0000:0000:ffff:192.168.100.200',
    });
  const mispId = () => `${'m'.repeat(20)}-${newName('').replaceAll(' ', '.')}`.padEnd(36, '-x').slice(0, 36);

  test.each<[string, number, (own: string) => string | Promise<string>]>([
    ['a licence that is switched off', 1, (own) => own],
    ['a key of another MISP', 3, async () => (await approved(driver)).key],
    ['an unknown key', 2, newKey],
  ])('costs one unit: %s', async (_, reads, keyToAsk) => {
    const key = newKey();
    const { id } = await imported(driver, { id: mispId(), licenses: [license({ key, isSwitchedOn: false })] });
    const mispLicenseKey = await keyToAsk(key);
    const { cost } = await costOf(patch(`/misps/${id}/licenseKey`, { mispLicenseKey }), longest());
    expect(id).toHaveLength(36);
    expect(cost).toEqual(readsThenRow(reads));
  });
});

describe('an idempotency key', () => {
  const withKey = operations.filter(({ retryHeaders }) => retryHeaders.some((name) => name === 'idempotency-key'));

  test.each(withKey.map(({ name }) => [name]))('costs no call and two units when it is new: %s', async (operation) => {
    const [plain, keyed] = [await succeeding(operation)(driver), await succeeding(operation)(driver)];
    const { cost: usual } = await costOf(plain.request);
    const { cost } = await costOf({ ...keyed.request, headers: { 'idempotency-key': newKey() } });
    const isCounted = !(onDynamoDbLocal && TWO_ITEMS_ALREADY.includes(operation));
    expect(cost).toEqual({ ...usual, writes: usual.writes + (isCounted ? 2 : 0) });
  });

  test('costs a refusal its own transaction: three units more than the row alone', async () => {
    const request = patch('/misps/nobody', { mispStatus: 'Active' });
    const { cost } = await costOf({ ...request, headers: { 'idempotency-key': newKey() } });
    expect(cost).toEqual({ calls: ['GetItem', 'TransactWriteItems'], reads: 1, writes: 4, indexWrites: 0 });
  });

  test('with If-Match and nothing to change also costs a write of the MISP, and no index entry', async () => {
    const id = await registered(driver);
    const request = patch(`/misps/${id}`, { mispStatus: 'Active' });
    const headers = { 'idempotency-key': newKey(), 'if-match': '"1"' };
    const { cost } = await costOf({ ...request, headers });
    const counted = { calls: ['GetItem', 'TransactWriteItems'], reads: 1, writes: 6, indexWrites: 0 };
    // DynamoDB Local counts nothing for an unchanged item.
    expect(cost).toEqual(expectedCost(counted, { writes: 4 }));
    expect((await driver.send({ ...request, headers: { 'if-match': '"1"' } })).status).toBe(200);
    expect((await driver.send({ ...request, headers: { 'if-match': '"2"' } })).status).toBe(412);
  });
});

describe('delivery', () => {
  test('a row costs one unit more when it is deleted, 25 rows a call', async () => {
    const sent = await Promise.all(Array.from({ length: 26 }, () => driver.send(get('/misps/mispId/nobody'))));
    const requests = new Set(sent.map(({ requestId }) => requestId));
    const rows = (await driver.outboxRows()).filter(({ requestId }) => requests.has(requestId));
    calls.take();
    await new DynamoDbOutbox(driver.client, driver.tables.outbox, performance.now() + 10_000).remove(
      rows.map(({ id }) => id),
    );
    const deletes = calls.take();
    expect(deletes.map(({ action }) => action)).toEqual(['BatchWriteItem', 'BatchWriteItem']);
    expect(deletes.map(({ writeUnits }) => writeUnits).sort()).toEqual([1, 25]);
  });
});

describe('when the store fails', () => {
  const deactivate = (id: string) => patch(`/misps/${id}`, { mispStatus: 'De-active' });

  test.each<[Fault]>([['transaction conflict'], ['throttling'], ['lost acknowledgement'], ['half an acknowledgement']])(
    'a transaction with a %s is sent again, without another read',
    async (fault) => {
      const id = await registered(driver);
      faults.next('TransactWriteItems', fault, 1);
      const { cost, error } = await costOf(deactivate(id));
      expect(error).toBeUndefined();
      expect(cost.calls).toEqual(['GetItem', 'TransactWriteItems failed', 'TransactWriteItems']);
      expect(cost.reads).toBe(1);
    },
  );

  test('a throttled row is put again', async () => {
    const id = await registered(driver);
    faults.next('PutItem', 'throttling', 1);
    const { cost } = await costOf(get(`/misps/mispId/${id}`));
    expect(cost).toEqual({ calls: ['GetItem', 'PutItem failed', 'PutItem'], reads: 1, writes: 1, indexWrites: 0 });
  });

  test.each<[string, Fault, readonly string[]]>([
    ['GetItem', 'denied', ['GetItem failed']],
    ['TransactWriteItems', 'denied', ['GetItem', 'TransactWriteItems failed']],
  ])('%s that is %s is not sent again', async (action, fault, expectedCalls) => {
    const id = await registered(driver);
    faults.next(action, fault, 1);
    const { cost, status } = await costOf(deactivate(id));
    expect(status).toBeGreaterThanOrEqual(500);
    expect(cost.calls).toEqual(expectedCalls);
    expect(cost.writes).toBe(0);
  });

  test('a MISP that is too large is not sent again; the row of the refusal is put instead', async () => {
    const id = await registered(driver);
    faults.next('TransactWriteItems', 'too large', 1);
    const { cost, error } = await costOf(deactivate(id));
    expect(error).toBe('PMS_MSP_905');
    expect(cost.calls).toEqual(['GetItem', 'TransactWriteItems failed', 'PutItem']);
  });
});
