import { expect, test } from '@jest/globals';
import { newName, profileFields } from '../../scenarios/arrangements.ts';
import { driver } from './cloud.ts';

test('one name registered four times at once: one MISP, three refusals, the audit of all', async () => {
  const name = newName();
  const calls = () => driver.cloud.functions().find((one) => one.name.endsWith('register-misp'))!.calls;
  const before = calls();
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => driver.send({ method: 'POST', path: '/misps', fields: profileFields(name) })),
  );
  const codes = answers.map(({ body }) => body.errors[0]?.errorCode ?? 'success');
  expect(codes.filter((code) => code === 'success')).toHaveLength(1);
  expect(codes.filter((code) => code === 'PMS_MSP_402')).toHaveLength(3);

  const found = await driver.send({ method: 'GET', path: `/misps/name/${encodeURIComponent(name)}` });
  expect(found.body.response).toHaveLength(1);

  await driver.cloud.idle();
  const trailOf = (requestId: string) =>
    driver.cloud
      .events()
      .map(({ detail }) => detail as Record<string, unknown>)
      .filter((detail) => detail.requestId === requestId)
      .sort((a, b) => Number(a.sequence) - Number(b.sequence))
      .map(({ eventId }) => String(eventId).slice(-3))
      .join();
  const trails = answers.map(({ requestId }) => trailOf(requestId));
  expect(trails.filter((trail) => trail === '101,102,103,212,200')).toHaveLength(1);
  expect(trails.filter((trail) => trail === '101,417')).toHaveLength(3);
  // Load starts more workers; each takes one request at a time.
  expect(calls() - before).toBe(4);
});
