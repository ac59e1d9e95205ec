import { expect, test } from '@jest/globals';
import { call, register } from '../calls-in-test.ts';
import { cloud } from './cloud.ts';

/** Impossible requests to the pages below /_local that change something: a 400 that says why, without effect. */

const state = async () =>
  Promise.all(
    ['clock', 'index-lag', 'issuer-keys', 'faults', 'crash'].map(async (page) => {
      const { body } = await call(`${cloud.url}/_local/${page}`);
      return { ...(body as object), now: undefined };
    }),
  );

test.each([
  ['clock', '{"advance":"100000000d"}', /ends with the year 8999/],
  ['clock', '{"advance":"999999999d"}', /cannot be moved by 86399999913600000 milliseconds/],
  ['clock', '{"advance":"-1d"}', /not a duration/],
  ['clock', '{"advance":"NaNd"}', /not a duration/],
  ['clock', '{"advance":"1d","set":"2030-01-01T00:00:00Z"}', /not emulated here: set/],
  ['clock', '{"set":"2030-01-01T00:00:00Z"}', /advance/],
  ['clock', '{"advance":["1d"]}', /advance/],
  ['clock', '{"advance":86400000}', /advance/],
  ['clock', '{}', /advance/],
  ['clock', 'null', /./],
  ['clock', '["1d"]', /./],
  ['clock', '"1d"', /./],
  ['clock', '', /JSON/],
  ['clock', '{"advance":', /JSON/],
  ['index-lag', '{"milliseconds":-1}', /indexes/],
  ['index-lag', '{"milliseconds":0.5}', /indexes/],
  ['index-lag', '{"milliseconds":"500"}', /milliseconds/],
  ['index-lag', '{"milliseconds":1e300}', /indexes/],
  ['index-lag', '{"milliseconds":5,"eventualReads":-1}', /eventualReads/],
  ['index-lag', '{"indexes":5}', /not emulated here: indexes/],
  ['index-lag', '[]', /./],
  ['issuer-keys', '{"step":"remove"}', /is not a step/],
  ['issuer-keys', '{"step":["add"]}', /step/],
  ['issuer-keys', '{"step":"add","times":2}', /times/],
  ['issuer-keys', '{}', /step/],
  ['faults', '{"action":"dynamodb:PutItem","mode":"error","count":1e300}', /count/],
  ['faults', '[]', /./],
  ['crash', '{"function":"publish-audit","moment":2}', /moment/],
  ['crash', '{"function":"nobody"}', /nobody/],
])('%s %s', async (page, body, message) => {
  const before = await state();
  const answer = await call(`${cloud.url}/_local/${page}`, { method: 'POST', body });
  expect(answer).toMatchObject({ status: 400, body: { message: expect.stringMatching(message) } });
  expect(await state()).toEqual(before);
});

test('everything still works at the end of the clock', async () => {
  const years = Math.floor((Date.UTC(8999, 11, 1) - cloud.clock.now()) / 86_400_000);
  const moved = await call(`${cloud.url}/_local/clock`, { method: 'POST', body: `{"advance":"${years}d"}` });
  expect(moved).toMatchObject({ status: 200, body: { now: expect.stringMatching(/^8999-/) } });
  expect(await register(cloud, 'At the end')).toMatchObject({ status: 200, body: { errors: [] } });
  await cloud.idle();
  expect(await cloud.outboxRows()).toBe(0);
  expect(cloud.events().at(-1)?.time).toMatch(/^8999-/);
});
