import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { functionNames } from '../../lib/functions/function-names.ts';
import { type LocalCloudDriver, startOnLocalCloud } from '../e2e/local-cloud-driver.ts';
import { statusRequest } from '../scenarios/requests.ts';

/** The claims of docs/personal-data.md about profiles, tested. */

let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud();
}, 60_000);
afterAll(() => driver.stop());

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
