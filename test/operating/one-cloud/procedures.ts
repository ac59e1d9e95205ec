import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { functionNames } from '../../../lib/functions/function-names.ts';
import { projectFolder } from '../../../lib/project-folder.ts';
import { approved, done, expiredLicense, importedTooLarge, license, newKey } from '../../scenarios/arrangements.ts';
import { keyStatusRequest, statusRequest, validateRequest } from '../../scenarios/requests.ts';
import { driver, operator } from './cloud.ts';

/** The steps of docs/runbooks, and of docs/personal-data.md, that use the API and its tables. */

const patch = (path: string, fields: Record<string, string>) => done(driver, { method: 'PATCH', path, fields });

const verdictOn = async (id: string, mispLicenseKey: string) => {
  const { body } = await patch(`/misps/${id}/licenseKey`, { mispLicenseKey });
  return [body.response.isActive, body.response.reason];
};
const rotated = async (id: string, fields: object, headers: Record<string, string> = {}) =>
  done(driver, { method: 'POST', path: `/misps/${id}/licenseKey/rotate`, fields: { ...fields }, headers });
const switchedOff = (id: string, license: object) =>
  done(driver, {
    ...{ method: 'PUT', path: `/misps/${id}/licenseKey` },
    fields: { ...license, mispLicenseKeyStatus: 'De-active' },
  });

/** Domain events of a licence, in order. */
async function eventsOf(hash: string) {
  await driver.cloud.idle();
  const all = driver.cloud.events().filter(({ detail }) => detail.licenseKeyHash === hash && 'reason' in detail);
  return all.map(({ detail }) => detail);
}

test('a compromised licence key is found by its hash, replaced at once, reported on the bus, and never revived', async () => {
  const { id, key } = await approved(driver);
  const hash = createHash('sha256').update(key).digest('hex');
  const { Item } = await driver.client.send(
    new GetCommand({ TableName: driver.cloud.template.outputs.MispsTableName, Key: { pk: `KEY#${hash}` } }),
  );
  expect(Item?.mispId).toBe(id);

  expect(await verdictOn(id, key)).toEqual([true, 'VALID']);
  const { licenseKey } = (await rotated(id, { overlapSeconds: 0 })).body.response;
  expect(await verdictOn(id, key)).toEqual([false, 'EXPIRED']);
  expect(await verdictOn(id, licenseKey)).toEqual([true, 'VALID']);
  expect((await eventsOf(hash)).at(-1)).toMatchObject({ active: false, reason: 'EXPIRED', mispId: id });

  // Sent again, as after a lost answer: the key that nobody has seen also ends.
  const again = (await rotated(id, { overlapSeconds: 0 })).body.response.licenseKey;
  expect(await verdictOn(id, licenseKey)).toEqual([false, 'EXPIRED']);
  expect(await verdictOn(id, again)).toEqual([true, 'VALID']);

  const download = () => driver.send({ method: 'GET', path: `/misps/${id}/licenseKey` });
  expect((await download()).body.response.licenseKey).toBe(again);
  const path = `/misps/${id}/licenseKey`;
  const on = { mispLicenseKey: key, mispLicenseKeyStatus: 'Active' };
  const later = { mispLicenseKey: key, validTo: new Date(Date.now() + 86_400_000).toISOString() };
  for (const revival of [
    { method: 'PUT', path, fields: on },
    { method: 'PUT', path: `${path}/validity`, fields: later },
  ] as const) {
    expect((await driver.send(revival)).body.errors[0].errorCode).toBe('PMS_MSP_419');
  }
  await switchedOff(id, { mispLicenseKey: again });
  expect((await download()).body.errors[0].errorCode).toBe('PMS_MSP_413');
}, 30_000);

test('a compromised licence key of a MISP with others that must keep working is switched off at once, reported on the bus, and download returns another', async () => {
  const { id, key } = await approved(driver);
  const good = (await rotated(id, { overlapSeconds: 3600 })).body.response.licenseKey;
  await switchedOff(id, { mispLicenseKey: key });
  expect(await verdictOn(id, key)).toEqual([false, 'LICENSE_DEACTIVATED']);
  expect(await verdictOn(id, good)).toEqual([true, 'VALID']);
  const hash = createHash('sha256').update(key).digest('hex');
  expect((await eventsOf(hash)).at(-1)).toMatchObject({ active: false, reason: 'LICENSE_DEACTIVATED', mispId: id });
  const { body } = await driver.send({ method: 'GET', path: `/misps/${id}/licenseKey` });
  expect(body.response.licenseKey).toBe(good);
}, 30_000);

test('a planned rotation: both keys work, a repeat returns the same key, and the old end can be moved both ways', async () => {
  const { id, key } = await approved(driver);
  const once = { 'idempotency-key': randomUUID() };
  const week = { overlapSeconds: 604_800 };
  const before = Date.now();
  const { response } = (await rotated(id, week, once)).body;
  expect((await rotated(id, week, once)).body.response).toEqual(response);
  const [earlier, ...more] = response.earlier;
  expect(more).toEqual([]);
  expect(earlier.licenseKeyHash).toBe(createHash('sha256').update(key).digest('hex'));
  expect(Date.parse(`${earlier.validTo}Z`) - before).toBeLessThan(604_800_000 + 60_000);
  expect(await verdictOn(id, key)).toEqual([true, 'VALID']);
  expect(await verdictOn(id, response.licenseKey)).toEqual([true, 'VALID']);

  const { licenseKeyHash } = earlier;
  const endsAt = async (ms: number) => {
    const fields = { licenseKeyHash, validTo: new Date(ms).toISOString() };
    return (await done(driver, { method: 'PUT', path: `/misps/${id}/licenseKey/validity`, fields })).body.response;
  };
  const putOff = before + 30 * 86_400_000;
  expect((await endsAt(putOff)).validTo).toBe(new Date(putOff).toISOString().slice(0, -1));
  expect(await verdictOn(id, key)).toEqual([true, 'VALID']);
  await endsAt(Date.now() + 1500);
  await new Promise((resolve) => setTimeout(resolve, 1600));
  expect(await verdictOn(id, key)).toEqual([false, 'EXPIRED']);
  expect(await verdictOn(id, response.licenseKey)).toEqual([true, 'VALID']);

  const next = (await rotated(id, week)).body.response;
  await switchedOff(id, { licenseKeyHash: next.earlier[0].licenseKeyHash });
  expect(await verdictOn(id, response.licenseKey)).toEqual([false, 'LICENSE_DEACTIVATED']);
  expect(await verdictOn(id, next.licenseKey)).toEqual([true, 'VALID']);
}, 30_000);

/** The transaction of docs/runbooks/misp-item-too-large.md, with an operator's values. */
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

/** For docs/personal-data.md. */
const jane = {
  organizationName: 'Jane Privateer',
  contactNumber: '9876501234',
  emailId: 'jane.privateer@example.org',
  address: '7 Quayside Lane',
};
const traces = Object.values(jane).map((value) => value.toLowerCase());
/** The values of the profile that occur in a text, in any case. */
const found = (text: string) => traces.filter((value) => text.toLowerCase().includes(value));

test('an overwritten profile is in no item of any table, its name is free, and it was never in a record or a log', async () => {
  const { cloud } = driver;
  const registered = await driver.send({ method: 'POST', path: '/misps', fields: jane });
  const id: string = registered.body.response.mispID;
  const approved = await driver.send(statusRequest(id, 'approved'));
  expect(approved.body.errors).toEqual([]);
  await cloud.idle();
  expect(found(JSON.stringify(await cloud.items()))).toEqual(traces);

  const overwritten = await driver.send({
    method: 'PUT',
    path: `/misps/${id}`,
    fields: { name: `erased ${id}`, contactNumber: '-', emailId: 'privacy@example.org', address: '-' },
  });
  expect(overwritten.body.errors).toEqual([]);
  await cloud.idle();
  expect(found(JSON.stringify(await cloud.items()))).toEqual([]);
  expect(found(JSON.stringify(cloud.events()))).toEqual([]);
  const lines = functionNames.flatMap((name) => cloud.logs(name));
  expect(lines.length).toBeGreaterThan(2);
  expect(found(lines.join('\n'))).toEqual([]);
  const again = await driver.send({ method: 'POST', path: '/misps', fields: jane });
  expect(again.body.errors).toEqual([]);
}, 60_000);

/** What a command line of a page passes to `curl`: its arguments, and the header and body that it reads. */
function playedCall(page: string, pattern: RegExp, environment: Readonly<Record<string, string>>) {
  const text = readFileSync(join(projectFolder, 'docs/runbooks/procedures', page), 'utf8');
  const [call = ''] = /^call\(\) .*$/m.exec(text) ?? [];
  const [line = ''] = pattern.exec(text)?.slice(1) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'curl-'));
  try {
    // Stands in for curl.
    const lines = [
      '#!/bin/sh',
      'echo "called with $*"',
      'for one; do case $one in @/dev/fd/*) cat "$(echo "$one" | cut -c2-)"; echo;; esac; done',
      'cat',
    ];
    writeFileSync(join(folder, 'curl'), lines.join('\n'), { mode: 0o755 });
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${call}\n${line.replace('<mispId>', '107')}`], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, TOKEN: 'the-token', KEY: 'the-key', ...environment },
    });
    expect(stderr).toBe('');
    const [calledWith = '', header, body = ''] = stdout.split('\n');
    expect(calledWith).not.toMatch(/the-token|the-key/);
    expect(header).toBe('Authorization: Bearer the-token');
    return { calledWith, request: JSON.parse(body).request };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the curl calls of the pages show neither token nor key in a list of processes', () => {
  const compromised = 'compromised-license-key.md';
  const planned = 'planned-rotation.md';
  const ONCE = 'once-1';

  test.each<[string, string, RegExp, string, object]>([
    [
      'a rotation without an overlap',
      compromised,
      /NEW=\$\((printf '.*rotate)/,
      '-X POST .*<ApiUrl>/misps/107/licenseKey/rotate$',
      { overlapSeconds: 0 },
    ],
    [
      'a key that is switched off',
      compromised,
      /^ +(printf '.*De-active"}}' .*)$/m,
      '-X PUT .*<ApiUrl>/misps/107/licenseKey$',
      { mispLicenseKey: 'the-key', mispLicenseKeyStatus: 'De-active' },
    ],
    [
      'a validation of the old key',
      compromised,
      /^(printf '.*"\$KEY" .*)$/m,
      '-X PATCH .*<ApiUrl>/misps/107/licenseKey$',
      { mispLicenseKey: 'the-key' },
    ],
    [
      'a planned rotation',
      planned,
      /ANSWER=\$\((printf '.*rotate)/,
      '-X POST .*-H Idempotency-Key: once-1 .*<ApiUrl>/misps/107/licenseKey/rotate$',
      { overlapSeconds: 604_800 },
    ],
    [
      'another end',
      planned,
      /^ +(printf '.*"<time>"}}' .*)$/m,
      '-X PUT .*-H Idempotency-Key: once-1 .*<ApiUrl>/misps/107/licenseKey/validity$',
      { licenseKeyHash: '<licenseKeyHash>', validTo: '<time>' },
    ],
    [
      'a key that is switched off by its hash',
      planned,
      /^ +(printf '.*De-active"}}' .*)$/m,
      '-X PUT .*-H Idempotency-Key: once-1 .*<ApiUrl>/misps/107/licenseKey$',
      { licenseKeyHash: '<licenseKeyHash>', mispLicenseKeyStatus: 'De-active' },
    ],
  ])('%s', (_, page, pattern, calledWith, request) => {
    const played = playedCall(page, pattern, { ONCE });
    expect(played.calledWith).toMatch(new RegExp(`^called with -sS ${calledWith}`));
    expect(played.request).toEqual(request);
  });

  test('the answer of a rotation is parsed: a key, an error, or unreadable', () => {
    const text = readFileSync(join(projectFolder, 'docs/runbooks/procedures', compromised), 'utf8');
    const [take = '', tell = ''] = /\| (jq -r '[^']+')\)\n\s+(case .*esac)/.exec(text)?.slice(1) ?? [];
    const printed = (answer: string) => {
      const program = `NEW=$(printf %s "$ANSWER" | ${take} 2> /dev/null)\n${tell}`;
      const env = { PATH: process.env.PATH, ANSWER: answer };
      return spawnSync('bash', ['--norc', '-c', program], { encoding: 'utf8', env }).stdout.trim();
    };
    expect(printed('{"response":{"licenseKey":"PMSKey7"},"errors":[]}')).toBe('rotated');
    expect(printed('{"response":null,"errors":[{"errorCode":"PMS_MSP_405"}]}')).toBe('not rotated: PMS_MSP_405');
    expect(printed('{"response":null,"errors":[{"errorCode":"KER-ATH-403"}]}')).toBe('not rotated: KER-ATH-403');
    expect(printed('{"message":"Forbidden"}')).toBe('not rotated: null');
    expect(printed('<html>')).toBe('not rotated:');
  });
});
