import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { approved, done } from '../scenarios/arrangements.ts';

/** The steps of docs/runbooks/procedures that go through the API and its table. */

let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud();
}, 60_000);
afterAll(() => driver.stop());

const patch = (path: string, fields: Record<string, string>) => done(driver, { method: 'PATCH', path, fields });

test('a compromised licence key: found by its hash, off at once, on the bus, and replaced without being revived', async () => {
  const { id, key } = await approved(driver);
  const hash = createHash('sha256').update(key).digest('hex');
  const { Item } = await driver.client.send(
    new GetCommand({ TableName: driver.cloud.template.outputs.MispsTableName, Key: { pk: `KEY#${hash}` } }),
  );
  expect(Item?.mispId).toBe(id);

  const verdict = async (mispLicenseKey: string) => {
    const { body } = await patch(`/misps/${id}/licenseKey`, { mispLicenseKey });
    return [body.response.isActive, body.response.reason];
  };
  expect(await verdict(key)).toEqual([true, 'VALID']);
  const off = { mispLicenseKey: key, mispLicenseKeyStatus: 'De-active' };
  await done(driver, { method: 'PUT', path: `/misps/${id}/licenseKey`, fields: off });
  expect(await verdict(key)).toEqual([false, 'LICENSE_DEACTIVATED']);

  await driver.cloud.idle();
  const events = driver.cloud.events().filter(({ detail }) => detail.licenseKeyHash === hash && 'reason' in detail);
  expect(events.at(-1)?.detail).toMatchObject({ active: false, reason: 'LICENSE_DEACTIVATED', mispId: id });

  const download = () => driver.send({ method: 'GET', path: `/misps/${id}/licenseKey` });
  expect((await download()).body.errors[0].errorCode).toBe('PMS_MSP_413');
  await patch(`/misps/${id}/status`, { mispStatus: 'rejected' });
  const { body } = await patch(`/misps/${id}/status`, { mispStatus: 'approved' });
  expect(await verdict(key)).toEqual([false, 'LICENSE_DEACTIVATED']);
  expect(await verdict(body.response.mispLicenseKey)).toEqual([true, 'VALID']);
  expect((await download()).body.response.licenseKey).toBe(body.response.mispLicenseKey);
}, 30_000);

test('closed for a restore: 403 for every caller and operation, and open to tokens of the audience that closed it', async () => {
  const closed = await startOnLocalCloud({ environment: { TOKEN_AUDIENCE: 'closed-for-restore' } });
  try {
    const asked = async (token: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answers = operations.map(({ method, path }) =>
        closed.raw(method, path.replace(/\{[^}]+\}/g, '100'), { headers, ...(method === 'GET' ? {} : { body: '{}' }) }),
      );
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    const caller = await asked(await closed.cloud.token('jo'));
    expect(new Set(caller)).toEqual(new Set([403]));
    expect(caller).toHaveLength(10);
    const operator = await asked(await closed.cloud.token('operator', { audience: 'closed-for-restore' }));
    expect(operator.filter((status) => status !== 200 && status !== 400)).toEqual([]);
  } finally {
    await closed.stop();
  }
}, 60_000);

test('the calls of the page on a compromised licence key show neither token nor key to those who list the processes', () => {
  const page = readFileSync(join(projectFolder, 'docs/runbooks/procedures/compromised-license-key.md'), 'utf8');
  const [call = ''] = /^call\(\) .*$/m.exec(page) ?? [];
  const [switchOff = ''] = /^ +(printf '.*De-active"}}' .*)$/m.exec(page)?.slice(1) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'curl-'));
  try {
    // Stands in for curl, and shows what it is called with and what it reads.
    const lines = [
      '#!/bin/sh',
      'echo "called with $*"',
      'for one; do case $one in @/dev/fd/*) cat "$(echo "$one" | cut -c2-)"; echo;; esac; done',
      'cat',
    ];
    writeFileSync(join(folder, 'curl'), lines.join('\n'), { mode: 0o755 });
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${call}\n${switchOff.replace('<mispId>', '107')}`], {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, TOKEN: 'the-token', KEY: 'the-key' },
    });
    expect(stderr).toBe('');
    const [calledWith, header, body] = stdout.split('\n');
    expect(calledWith).toMatch(/^called with -sS -X PUT .*<ApiUrl>\/misps\/107\/licenseKey$/);
    expect(calledWith).not.toMatch(/the-token|the-key/);
    expect(header).toBe('Authorization: Bearer the-token');
    expect(JSON.parse(body ?? '').request).toEqual({ mispLicenseKey: 'the-key', mispLicenseKeyStatus: 'De-active' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
