import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  approved,
  expiredLicense,
  imported,
  newKey,
  newName,
  profileFields,
  registered,
} from '../scenarios/arrangements.ts';
import type { ServiceRequest } from '../scenarios/service-driver.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';
import { recordCalls } from './recorded-calls.ts';

/** What each operation costs, as docs/architecture.md promises: calls one after the other, and capacity units. */

let driver: InProcessDriver;
let calls: ReturnType<typeof recordCalls>;
beforeAll(async () => {
  driver = await startInProcess();
  calls = recordCalls(driver.client);
});
afterAll(() => driver.stop());
beforeEach(() => {
  calls.take();
});

async function costOf(request: ServiceRequest) {
  calls.take();
  const { body } = await driver.send(request);
  const taken = calls.take();
  return {
    error: body.errors[0]?.errorCode,
    calls: taken.map(({ action }) => action),
    reads: taken.reduce((sum, call) => sum + call.readUnits, 0),
    writes: taken.reduce((sum, call) => sum + call.writeUnits, 0),
  };
}

const put = (path: string, fields: Record<string, unknown>) => ({ method: 'PUT', path, fields });
const patch = (path: string, fields: Record<string, unknown>) => ({ method: 'PATCH', path, fields });
const get = (path: string) => ({ method: 'GET', path });
const profile = (name: string) => ({ name, emailId: 'a@b.org', contactNumber: '1', address: 'x' });

describe('validate', () => {
  test('done: one strong read, one row', async () => {
    const { id, key } = await approved(driver);
    const cost = await costOf(patch(`/misps/${id}/licenseKey`, { mispLicenseKey: key }));
    expect(cost).toEqual({ error: undefined, calls: ['GetItem', 'PutItem'], reads: 1, writes: 1 });
  });
  test('unknown key: two reads, one row', async () => {
    const { id } = await approved(driver);
    const cost = await costOf(patch(`/misps/${id}/licenseKey`, { mispLicenseKey: newKey() }));
    expect(cost).toEqual({ error: 'PMS_MSP_406', calls: ['GetItem', 'GetItem', 'PutItem'], reads: 2, writes: 1 });
  });
  test("another MISP's key: three reads, one row", async () => {
    const { key } = await approved(driver);
    const { id } = await approved(driver);
    const cost = await costOf(patch(`/misps/${id}/licenseKey`, { mispLicenseKey: key }));
    const threeReads = ['GetItem', 'GetItem', 'GetItem', 'PutItem'];
    expect(cost).toEqual({ error: 'PMS_MSP_408', calls: threeReads, reads: 3, writes: 1 });
  });
  test('a key that is too long: no read', async () => {
    const { id } = await approved(driver);
    const cost = await costOf(patch(`/misps/${id}/licenseKey`, { mispLicenseKey: 'k'.repeat(129) }));
    expect(cost).toEqual({ error: 'PMS_MSP_406', calls: ['PutItem'], reads: 0, writes: 1 });
  });
});

describe('get and download', () => {
  test.each([
    ['get, done', (id: string) => `/misps/mispId/${id}`, undefined],
    ['download, done', (id: string) => `/misps/${id}/licenseKey`, undefined],
    ['get, unknown', () => '/misps/mispId/nobody', 'PMS_MSP_005'],
    ['download, unknown', () => '/misps/nobody/licenseKey', 'PMS_MSP_005'],
  ])('%s: one read, one row', async (_, path, error) => {
    const { id } = await approved(driver);
    expect(await costOf(get(path(id)))).toEqual({ error, calls: ['GetItem', 'PutItem'], reads: 1, writes: 1 });
  });
  test.each(['x'.repeat(37), 'name', 'mispId'])('an id that no MISP can have: no read (%s)', async (id) => {
    const cost = await costOf(get(`/misps/mispId/${id}`));
    expect(cost).toEqual({ error: 'PMS_MSP_005', calls: ['PutItem'], reads: 0, writes: 1 });
  });
  test('renewal: one read, one transaction', async () => {
    const { id } = await imported(driver, { licenses: [expiredLicense(newKey())] });
    const cost = await costOf(get(`/misps/${id}/licenseKey`));
    expect(cost).toMatchObject({ error: undefined, calls: ['GetItem', 'TransactWriteItems'], reads: 1 });
  });
});

describe('list and find', () => {
  test.each([
    ['list', () => '/misps?limit=5', undefined],
    ['find', () => '/misps/name/acme?limit=5', undefined],
    ['find, none', () => '/misps/name/nobody-at-all', 'PMS_MSP_409'],
  ])('%s: one query, one row', async (_, path, error) => {
    await registered(driver);
    const cost = await costOf(get(path()));
    expect(cost).toMatchObject({ error, calls: ['Query', 'PutItem'], writes: 1 });
    expect(cost.reads).toBeLessThanOrEqual(1);
  });
  test('a prefix that no name can begin with: no read', async () => {
    const cost = await costOf(get(`/misps/name/${encodeURIComponent('ﷺ'.repeat(60))}`));
    expect(cost).toMatchObject({ error: 'PMS_MSP_409', calls: ['PutItem'] });
  });
});

describe('changes', () => {
  test('register, done: counter, transaction', async () => {
    const cost = await costOf({ method: 'POST', path: '/misps', fields: profileFields(newName()) });
    expect(cost.calls).toEqual(['UpdateItem', 'TransactWriteItems']);
    // 1 for the counter; 2 for each of MISP, name and row, as transactions count. The two indexes come on top.
    expect(cost.writes).toBe(1 + 2 * 3);
  });
  test('register, name taken: counter, failed transaction, row', async () => {
    const name = newName();
    await registered(driver, name);
    const cost = await costOf({ method: 'POST', path: '/misps', fields: profileFields(name) });
    expect(cost.error).toBe('PMS_MSP_402');
    expect(cost.calls).toEqual(['UpdateItem', 'TransactWriteItems failed', 'PutItem']);
  });
  test('register, bad e-mail: row', async () => {
    const fields = { ...profileFields(newName()), emailId: 'x' };
    const cost = await costOf({ method: 'POST', path: '/misps', fields });
    expect(cost).toEqual({ error: 'PMS_MSP_401', calls: ['PutItem'], reads: 0, writes: 1 });
  });
  test.each([
    ['approve', (id: string) => patch(`/misps/${id}/status`, { mispStatus: 'approved' })],
    ['reject', (id: string) => patch(`/misps/${id}/status`, { mispStatus: 'rejected' })],
    ['de-activate', (id: string) => patch(`/misps/${id}`, { mispStatus: 'De-active' })],
    ['update', (id: string) => put(`/misps/${id}`, profile(newName()))],
  ])('%s, done: one read, one transaction', async (_, request) => {
    const id = await registered(driver);
    const cost = await costOf(request(id));
    expect(cost).toMatchObject({ error: undefined, calls: ['GetItem', 'TransactWriteItems'], reads: 1 });
  });
  test('key status, done: one read, one transaction', async () => {
    const { id, key } = await approved(driver);
    const cost = await costOf(
      put(`/misps/${id}/licenseKey`, { mispLicenseKey: key, mispLicenseKeyStatus: 'De-active' }),
    );
    expect(cost).toMatchObject({ error: undefined, calls: ['GetItem', 'TransactWriteItems'], reads: 1 });
  });
  test('a word that changes nothing: one read, one row', async () => {
    const id = await registered(driver);
    const cost = await costOf(patch(`/misps/${id}`, { mispStatus: 'Active' }));
    expect(cost).toEqual({ error: undefined, calls: ['GetItem', 'PutItem'], reads: 1, writes: 1 });
  });
  test('update, name taken: one read, a failed transaction, row', async () => {
    const taken = newName();
    await registered(driver, taken);
    const cost = await costOf(put(`/misps/${await registered(driver)}`, profile(taken)));
    expect(cost.error).toBe('PMS_MSP_402');
    expect(cost.calls).toEqual(['GetItem', 'TransactWriteItems failed', 'PutItem']);
  });
  test('already approved: one read, one row', async () => {
    const { id } = await approved(driver);
    const cost = await costOf(patch(`/misps/${id}/status`, { mispStatus: 'approved' }));
    expect(cost).toEqual({ error: 'PMS_MSP_404', calls: ['GetItem', 'PutItem'], reads: 1, writes: 1 });
  });
  test('a MISP with many licences costs no more calls', async () => {
    const licenses = Array.from({ length: 30 }, () => expiredLicense(newKey()));
    const { id } = await imported(driver, { licenses });
    const cost = await costOf(get(`/misps/${id}/licenseKey`));
    expect(cost.calls).toEqual(['GetItem', 'TransactWriteItems']);
  });
});
