import { beforeAll, describe, expect, test } from '@jest/globals';
import { runLifecycle } from '../../../client/examples/lifecycle.ts';
import { type Fetch, MispCallError, type MispClient, valueOrThrow } from '../../../client/src/index.ts';
import { driver } from './cloud.ts';

/** The typed client against the synthesized stack, over HTTP. Every answer is checked against the OpenAPI document. */

let client: MispClient;
beforeAll(() => {
  client = driver.misps();
});

const contact = { contactNumber: '1', emailId: 'a@x.org', address: 'Here' };
const registered = async (organizationName: string) =>
  valueOrThrow(await client.registerMisp({ organizationName, ...contact })).mispID;

/** Loses the first answer: the request is carried out, but the caller gets no answer. */
function losingFirst(): { readonly fetch: Fetch; readonly ids: (string | null)[] } {
  const ids: (string | null)[] = [];
  return {
    ids,
    fetch: async (url, init) => {
      const answer = await driver.fetch(url, init);
      ids.push(answer.headers.get('apigw-requestid'));
      if (ids.length === 1) throw new TypeError('fetch failed');
      return answer;
    },
  };
}

test('goes through the whole life of a MISP', async () => {
  const { mispId, firstKey, lastKey, verdicts } = await runLifecycle(client, 'Whole Life');
  expect(verdicts).toEqual(['VALID', 'VALID', 'VALID', 'LICENSE_DEACTIVATED', 'MISP_DEACTIVATED', 'MISP_REJECTED']);
  expect(new Set([firstKey, lastKey]).size).toBe(2);
  const { misp, misp_licenses: licenses } = valueOrThrow(await client.getMisp(mispId));
  expect(misp).toMatchObject({ name: 'Whole Life renamed', status_code: 'rejected' });
  expect(licenses.map(({ mispLicenseUniqueKey }) => mispLicenseUniqueKey.license_key).sort()).toEqual(
    [firstKey, lastKey].sort(),
  );
});

describe('a lost answer', () => {
  test('is repeated: a rotation happens once', async () => {
    const mispId = await registered('Lost Rotation');
    valueOrThrow(await client.processMispStatus(mispId, { mispStatus: 'approved' }));
    const { fetch, ids } = losingFirst();
    const result = await driver.misps({ fetch }).rotateLicenseKey(mispId, { overlapSeconds: 60 });
    expect(result).toMatchObject({ ok: true, isReplayed: true, requestId: ids[1], value: { version: 3 } });
    expect(ids).toHaveLength(2);
    const { misp, misp_licenses: licenses } = valueOrThrow(await client.getMisp(mispId));
    expect([misp.version, licenses.length]).toEqual([3, 2]);
    const trail = async (id: string | null | undefined) =>
      (await driver.eventsOf(String(id))).map(({ detail }) => detail.eventId).filter(Boolean);
    expect(await trail(ids[1])).toEqual(['PMS_MSP_154']);
    expect(await trail(ids[0])).toContain('PMS_MSP_250');
  });

  test('is repeated: a registration happens once, and so does a refusal', async () => {
    const { fetch } = losingFirst();
    const fields = { organizationName: 'Lost Registration', ...contact };
    expect(await driver.misps({ fetch }).registerMisp(fields)).toMatchObject({ ok: true, isReplayed: true });
    const again = await driver.misps({ fetch: losingFirst().fetch }).registerMisp(fields);
    expect(again).toMatchObject({ ok: false, error: { kind: 'name-taken', code: 'PMS_MSP_402', status: 409 } });
  });
});

test('is retried after the requested pause, until the table can be reached again', async () => {
  const mispId = await registered('Outage');
  const pauses: number[] = [];
  const sleep = async (milliseconds: number) => {
    pauses.push(milliseconds);
    driver.cloud.faults.clear();
  };
  driver.cloud.faults.plan({ action: 'dynamodb:TransactWriteItems', mode: 'throttle', count: 1000 });
  const patient = driver.misps({ timing: { now: Date.now, random: () => 0, sleep } });
  expect(await patient.updateMispStatus(mispId, { mispStatus: 'De-active' })).toMatchObject({
    ok: true,
    isReplayed: false,
  });
  // From the Retry-After header.
  expect(pauses).toEqual([1000]);
});

describe('lists', () => {
  test('are read page by page, for each filter', async () => {
    const ids: string[] = [];
    for (const name of ['List A', 'List B', 'list/c?', 'LIST D']) ids.push(await registered(name));
    const walk = async (list: AsyncIterable<{ readonly misp: { readonly id: string } }>) => {
      const walked: string[] = [];
      for await (const { misp } of list) walked.push(misp.id);
      return walked;
    };
    for (const limit of [1, 2, 3, 4, 5]) {
      expect(await walk(client.listMisps({ name: 'list', limit }))).toEqual([ids[0], ids[1], ids[3], ids[2]]);
    }
    expect(await walk(client.findMispsByName('LIST', { limit: 1 }))).toEqual([ids[0], ids[1], ids[3], ids[2]]);
    const newest = await walk(client.listMisps({ order: 'newest', limit: 3 }));
    expect(newest.slice(0, 4)).toEqual(ids.toReversed());
    expect(await walk(client.listMisps({ name: 'nobody' }))).toEqual([]);
  });

  test('end at an error', async () => {
    const walk = async () => {
      for await (const _ of client.listMisps({ name: 'a', status: 'approved' }));
    };
    await expect(walk()).rejects.toThrow(MispCallError);
    await expect(walk()).rejects.toMatchObject({
      error: { kind: 'invalid-request', faults: [{ pointer: '/name', reason: 'not-allowed' }] },
    });
  });
});

describe('a token', () => {
  test('is requested again after it has expired', async () => {
    const old = await driver.cloud.token('somebody', { lifetimeSeconds: -60 });
    const tokens = [old, await driver.cloud.token()];
    const asked = driver.misps({ token: () => String(tokens.shift()) });
    expect(await asked.registerMisp({ organizationName: 'Renewed Token', ...contact })).toMatchObject({ ok: true });
    expect(tokens).toEqual([]);
  });

  test('without the right is refused by the service, one of an unknown issuer by the gateway', async () => {
    const viewer = await driver.cloud.token('viewer', { roles: ['MISP_VIEWER'] });
    const refused = await driver.misps({ token: () => viewer }).updateMispStatus('100', { mispStatus: 'Active' });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'access-denied', code: 'KER-ATH-403' } });
    const nobody = await driver.misps({ token: () => 'forged' }).getMisp('100');
    expect(nobody).toMatchObject({ ok: false, error: { kind: 'gateway', status: 403 } });
  });
});
