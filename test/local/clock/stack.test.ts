import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { type LocalCloud, startLocalCloud } from '../../../local/local-cloud.ts';
import { call, post, register } from '../calls-in-test.ts';

jest.setTimeout(60_000);
const day = 86_400_000;

const ask = async (cloud: LocalCloud, method: string, path: string, token: string, request?: object) =>
  call(`${cloud.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(request === undefined ? {} : { body: JSON.stringify({ request }) }),
  });

test('licences and tokens expire, rows age, and the clock survives a restart', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'clock-test-'));
  const first = await startLocalCloud({ dataFolder, onProblem: () => undefined });
  const token = await first.token();
  const { body } = await register(first, 'Long ago');
  const id = (body as { response: { mispID: string } }).response.mispID;
  const approved = await ask(first, 'PATCH', `/misps/${id}/status`, token, { mispStatus: 'approved' });
  const mispLicenseKey = (approved.body as { response: { mispLicenseKey: string } }).response.mispLicenseKey;
  const reason = async (on: LocalCloud, by: string) =>
    (await ask(on, 'PATCH', `/misps/${id}/licenseKey`, by, { mispLicenseKey })).body;
  expect(await reason(first, token)).toMatchObject({ response: { reason: 'VALID' } });
  await first.idle();

  // The stream gives up, and the sweeper takes over once the rows are old enough.
  first.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1_000 });
  await register(first, 'Delayed');
  await first.idle();
  expect(await first.outboxRows()).toBe(1);
  first.faults.clear();
  const { status, body: time } = await post(`${first.url}/_local/clock`, { advance: '91d' });
  expect([status, time]).toEqual([200, { now: expect.any(String), aheadSeconds: (91 * day) / 1_000 }]);
  await first.idle();
  expect(await first.outboxRows()).toBe(0);

  expect((await ask(first, 'GET', '/misps', token)).status).toBe(401);
  expect(await reason(first, await first.token())).toMatchObject({ response: { reason: 'EXPIRED' } });
  expect((await post(`${first.url}/_local/clock`, { advance: 'soon' })).status).toBe(400);
  await first.idle();
  const last = first.events().at(-1)?.detail.actionTimeStamp;
  expect(Date.parse(String(last)) - Date.now()).toBeGreaterThan(90 * day);
  await first.stop();

  const second = await startLocalCloud({ dataFolder });
  expect(second.clock.offset).toBe(91 * day);
  expect(await reason(second, await second.token())).toMatchObject({ response: { reason: 'EXPIRED' } });
  await second.stop();
  rmSync(dataFolder, { recursive: true });
});
