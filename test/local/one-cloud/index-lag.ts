import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { call, post, register } from '../calls-in-test.ts';
import { cloud } from './cloud.ts';

test("the service's list lags by what /_local/index-lag says, and a single read never does", async () => {
  const headers = { authorization: `Bearer ${await cloud.token()}` };
  const list = async () => {
    const { body } = await call(`${cloud.baseUrl}/misps`, { headers });
    return (body as { response: { misp: { name: string } }[] }).response.map(({ misp }) => misp.name);
  };
  const url = `${cloud.url}/_local/index-lag`;
  expect((await post(url, { milliseconds: 60_000 })).body).toEqual({ milliseconds: 60_000, eventualReads: 0 });
  const { body } = await register(cloud, 'Late');
  const id = (body as { response: { mispID: string } }).response.mispID;
  expect(await list()).not.toContain('Late');
  const one = await call(`${cloud.baseUrl}/misps/mispId/${id}`, { headers });
  expect(one.body).toMatchObject({ response: { misp: { name: 'Late' } } });
  expect((await call(url)).body).toEqual({ milliseconds: 60_000, eventualReads: 0 });
  expect((await post(url, { milliseconds: 50 })).body).toEqual({ milliseconds: 50, eventualReads: 0 });
  await pause(60);
  expect(await list()).toContain('Late');
  expect((await post(url, { milliseconds: 'long' })).status).toBe(400);
  await cloud.lag.set({ indexes: 0 });
  await cloud.idle();
  // The present stored state.
  const items = await cloud.items();
  expect(items.filter(({ item }) => item.pk === `MISP#${id}`)).toMatchObject([
    { table: 'misp-dev-misps', item: { name: 'Late', version: 1 } },
  ]);
  const lines = (await (await fetch(`${cloud.url}/_local/table`)).text()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(items)));
});
