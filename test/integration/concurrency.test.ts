import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  approved,
  expiredLicense,
  imported,
  newKey,
  newName,
  profileFields,
  registered,
} from '../scenarios/arrangements.ts';
import {
  activityRequest,
  downloadRequest,
  registerRequest,
  statusRequest,
  updateRequest,
  validateRequest,
} from '../scenarios/requests.ts';
import type { ServiceAnswer } from '../scenarios/service-driver.ts';
import { Faults } from '../support/faults.ts';
import { type InProcessDriver, startInProcess } from './in-process-driver.ts';

let driver: InProcessDriver;
let faults: Faults;
beforeAll(async () => {
  driver = await startInProcess();
  faults = new Faults(driver.client);
});
afterAll(() => driver.stop());

const status = (id: string, word: string) => driver.send(statusRequest(id, word));
const activity = (id: string, word: string) => driver.send(activityRequest(id, word));
const update = (id: string, name: string) => driver.send(updateRequest(id, name));
const register = (name: string) => driver.send(registerRequest(profileFields(name)));
const download = (id: string) => driver.send(downloadRequest(id));
const details = async (id: string) => (await driver.send({ method: 'GET', path: `/misps/mispId/${id}` })).body.response;
const codes = (answers: readonly ServiceAnswer[]) =>
  answers.map((answer) => answer.body.errors[0]?.errorCode ?? 'success').sort();
const idsOf = async (answer: ServiceAnswer) =>
  (await driver.eventsOf(answer.requestId)).map(({ detail }) => detail.eventId);

describe('at once', () => {
  // One client serves all, and keeps the middleware of these commands (docs/decisions/0013-a-leaner-client.md).
  test('60 validations of different keys: each gets its own answer and its own row', async () => {
    const misps = await Promise.all(Array.from({ length: 20 }, () => approved(driver)));
    const asked = misps.flatMap(({ id, key }, index) => [
      validateRequest(id, key),
      validateRequest(id, misps[(index + 1) % misps.length]!.key),
      validateRequest(id, newKey()),
    ]);
    const answers = await Promise.all(asked.map((request) => driver.send(request)));
    const seen = answers.map(({ body }) => body.response?.licenseKey ?? body.errors[0].errorCode);
    expect(seen).toEqual(misps.flatMap(({ key }) => [key, 'PMS_MSP_408', 'PMS_MSP_406']));
    const rows = new Set((await driver.outboxRows()).map(({ requestId }) => requestId));
    expect(answers.filter(({ requestId }) => !rows.has(requestId))).toEqual([]);
  });

  test('50 registrations of one name: one MISP, and the audit of all 50', async () => {
    const name = newName();
    const answers = await Promise.all(Array.from({ length: 50 }, () => register(name)));
    expect(codes(answers)).toEqual([...Array(49).fill('PMS_MSP_402'), 'success']);
    const trails = await Promise.all(answers.map(idsOf));
    expect(trails.filter((trail) => trail.length === 5)).toHaveLength(1);
    expect(trails.filter((trail) => trail.join() === 'PMS_MSP_101,PMS_MSP_417')).toHaveLength(49);
    const found = await driver.send({ method: 'GET', path: `/misps/name/${encodeURIComponent(name)}` });
    expect(found.body.response).toHaveLength(1);
  });

  test('two approvals: one licence, the other answers "already"', async () => {
    const id = await registered(driver);
    faults.holdUntilAll('TransactWriteItems', 2);
    const answers = await Promise.all([status(id, 'approved'), status(id, 'approved')]);
    expect(codes(answers)).toEqual(['PMS_MSP_404', 'success']);
    expect((await details(id)).misp_licenses).toHaveLength(1);
  });

  test('approve against reject: both are carried out, one after the other', async () => {
    const id = await registered(driver);
    faults.holdUntilAll('TransactWriteItems', 2);
    const answers = await Promise.all([status(id, 'approved'), status(id, 'rejected')]);
    expect(codes(answers)).toEqual(['success', 'success']);
    const { misp, misp_licenses } = await details(id);
    expect(['approved', 'rejected']).toContain(misp.status_code);
    // Whichever came last, no licence works for a MISP that ended up rejected.
    expect(misp_licenses).toHaveLength(1);
    expect(misp_licenses[0].isActive).toBe(misp.status_code === 'approved');
  });

  test('two downloads of an expired licence: one new key for both', async () => {
    const { id } = await imported(driver, { licenses: [expiredLicense(newKey())] });
    faults.holdUntilAll('TransactWriteItems', 2);
    const answers = await Promise.all([download(id), download(id)]);
    const keys = answers.map((answer) => answer.body.response.licenseKey);
    expect(new Set(keys).size).toBe(1);
    expect((await details(id)).misp_licenses).toHaveLength(2);
  });

  test('de-activation against approval: the approval is refused or its licence stops', async () => {
    const id = await registered(driver);
    faults.holdUntilAll('TransactWriteItems', 2);
    const [approval] = await Promise.all([status(id, 'approved'), activity(id, 'De-active')]);
    const { misp, misp_licenses } = await details(id);
    expect(misp.isActive).toBe(false);
    if (approval.body.errors.length > 0) expect(codes([approval])).toEqual(['PMS_MSP_405']);
    for (const license of misp_licenses) expect(license.isActive).toBe(false);
  });

  test('rename against register: one has the name', async () => {
    const name = newName();
    const id = await registered(driver);
    faults.holdUntilAll('TransactWriteItems', 2);
    const answers = await Promise.all([update(id, name), register(name)]);
    expect(codes(answers)).toEqual(['PMS_MSP_402', 'success']);
  });

  test('a lost race costs one more transaction and no more reads', async () => {
    const { id } = await approved(driver);
    const before = faults.sent.length;
    faults.holdUntilAll('TransactWriteItems', 2);
    const answers = await Promise.all([activity(id, 'De-active'), update(id, newName())]);
    expect(codes(answers)).toEqual(['success', 'success']);
    const sent = faults.sent.slice(before);
    expect(sent.filter((action) => action === 'TransactWriteItems')).toHaveLength(3);
    expect(sent.filter((action) => action === 'GetItem')).toHaveLength(2);
    expect((await details(id)).misp.isActive).toBe(false);
  });

  test('versions of a MISP have no gaps and no duplicates', async () => {
    const id = await registered(driver);
    const answers = await Promise.all(Array.from({ length: 4 }, () => update(id, newName())));
    expect(codes(answers)).toEqual(Array(4).fill('success'));
    const events = await Promise.all(answers.map((answer) => driver.eventsOf(answer.requestId)));
    expect(events.map((records) => records[0]?.detail.version).sort()).toEqual([2, 3, 4, 5]);
  });
});

describe('when the store', () => {
  test.each(['transaction conflict', 'throttling', 'broken connection'] as const)(
    'fails a change temporarily (%s), it is made once',
    async (fault) => {
      const id = await registered(driver);
      faults.next('TransactWriteItems', fault, 2);
      const answer = await status(id, 'approved');
      expect(codes([answer])).toEqual(['success']);
      expect((await details(id)).misp_licenses).toHaveLength(1);
      expect(await idsOf(answer)).toHaveLength(6);
    },
  );

  test('loses the answer to a change, it is made once and answered as a success', async () => {
    const id = await registered(driver);
    faults.next('TransactWriteItems', 'lost acknowledgement', 1);
    const answer = await status(id, 'approved');
    expect(codes([answer])).toEqual(['success']);
    const { misp_licenses } = await details(id);
    expect(misp_licenses.map((one: { mispLicenseUniqueKey: unknown }) => one.mispLicenseUniqueKey)).toEqual([
      { misp_id: id, license_key: answer.body.response.mispLicenseKey },
    ]);
    expect((await driver.eventsOf(answer.requestId))[0]?.detail.version).toBe(2);
  });

  test('loses the answer to a registration, there is one MISP', async () => {
    const name = newName();
    faults.next('TransactWriteItems', 'lost acknowledgement', 1);
    const answer = await register(name);
    expect(codes([answer])).toEqual(['success']);
    const found = await driver.send({ method: 'GET', path: `/misps/name/${encodeURIComponent(name)}` });
    expect(found.body.response.map((one: { misp: { id: string } }) => one.misp.id)).toEqual([
      answer.body.response.mispID,
    ]);
  });

  test('loses the answer to the row of a read, the row is stored once', async () => {
    const { id, key } = await approved(driver);
    faults.next('PutItem', 'lost acknowledgement', 1);
    const answer = await driver.send(validateRequest(id, key));
    expect(codes([answer])).toEqual(['success']);
    expect((await driver.outboxRows()).filter((row) => row.requestId === answer.requestId)).toHaveLength(1);
  });

  test('accepts no audit row, nothing is disclosed: 503', async () => {
    const { id, key } = await approved(driver);
    faults.next('PutItem', 'denied', 1);
    const answer = await driver.send(validateRequest(id, key));
    expect(answer.status).toBe(503);
    expect(answer.body.errors).toEqual([{ errorCode: 'PMS_COR_003', message: 'Could not process the request' }]);
    expect(JSON.stringify(answer.body)).not.toContain(key);
  });

  test("is throttled for longer than the function's time limit, the answer is 503 with Retry-After", async () => {
    const id = await registered(driver);
    faults.next('TransactWriteItems', 'throttling', 1000);
    const answer = await driver.with({ timeLeftMs: 1500 }).send(statusRequest(id, 'approved'));
    faults.next('TransactWriteItems', 'throttling', 0);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect((await details(id)).misp.status_code).toBe('Inprogress');
  });
});
