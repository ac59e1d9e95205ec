import { expect, test } from '@jest/globals';
import { call, post, register } from '../calls-in-test.ts';
import { cloud } from './cloud.ts';

const day = 86_400_000;

const ask = async (method: string, path: string, token: string, request?: object) =>
  call(`${cloud.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(request === undefined ? {} : { body: JSON.stringify({ request }) }),
  });

test('licences and tokens expire, and rows age', async () => {
  const token = await cloud.token();
  const { body } = await register(cloud, 'Long ago');
  const id = (body as { response: { mispID: string } }).response.mispID;
  const approved = await ask('PATCH', `/misps/${id}/status`, token, { mispStatus: 'approved' });
  const mispLicenseKey = (approved.body as { response: { mispLicenseKey: string } }).response.mispLicenseKey;
  const reason = async (by: string) => (await ask('PATCH', `/misps/${id}/licenseKey`, by, { mispLicenseKey })).body;
  expect(await reason(token)).toMatchObject({ response: { reason: 'VALID' } });
  await cloud.idle();

  // The stream gives up, and the sweeper takes over once the rows are old enough.
  cloud.faults.plan({ action: 'events:PutEvents', mode: 'error', count: 1_000 });
  await register(cloud, 'Delayed');
  await cloud.idle();
  expect(await cloud.outboxRows()).toBe(1);
  cloud.faults.clear();
  const { status, body: time } = await post(`${cloud.url}/_local/clock`, { advance: '91d' });
  expect([status, time]).toEqual([200, { now: expect.any(String), aheadSeconds: (91 * day) / 1_000 }]);
  await cloud.idle();
  expect(await cloud.outboxRows()).toBe(0);

  expect((await ask('GET', '/misps', token)).status).toBe(401);
  expect(await reason(await cloud.token())).toMatchObject({ response: { reason: 'EXPIRED' } });
  expect((await post(`${cloud.url}/_local/clock`, { advance: 'soon' })).status).toBe(400);
  await cloud.idle();
  const last = cloud.events().at(-1)?.detail.actionTimeStamp;
  expect(Date.parse(String(last)) - Date.now()).toBeGreaterThan(90 * day);
});
