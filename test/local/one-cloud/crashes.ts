import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Callers } from '../../../local/functions/callers.ts';
import { Crashes } from '../../../local/functions/crashes.ts';
import { credentialsOf } from '../../../local/functions/credentials.ts';
import { FunctionRunner } from '../../../local/functions/runner.ts';
import { loadTemplate } from '../../../local/template/load-template.ts';
import { call, post, register } from '../calls-in-test.ts';
import { functionResource, type SampleAssembly, writeAssembly } from '../sample-stack.ts';
import { cloud } from './cloud.ts';

describe('a process is killed', () => {
  let assembly: SampleAssembly;
  let runner: FunctionRunner;
  let moment: number | undefined;
  beforeAll(() => {
    assembly = writeAssembly({ Probe: functionResource('probe') });
    runner = new FunctionRunner({
      template: loadTemplate(assembly.folder),
      endpointUrl: () => 'http://127.0.0.1:1',
      variable: (_, value) => value,
      nextCrashMoment: () => {
        const taken = moment;
        moment = undefined;
        return taken;
      },
    });
  });
  afterAll(async () => {
    await runner.stop();
    assembly.remove();
  });

  const killed = {
    ok: false,
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited with error: signal: SIGKILL',
  };

  test.each([0, 0.5, 1])('at %d of a call, and the next call gets a new one', async (at) => {
    const before = await runner.invokeByName('probe', { act: 'sleep', ms: 40 });
    moment = at;
    expect(await runner.invokeByName('probe', { act: 'sleep', ms: 40 })).toEqual(killed);
    const after = await runner.invokeByName('probe', { act: 'process' });
    expect(after).toMatchObject({ ok: true, value: { calls: 1 } });
    expect(after).not.toMatchObject(before);
  });

  test('even if the call has ended by then', async () => {
    await runner.invokeByName('probe', { act: 'sleep', ms: 2_000 });
    moment = 1;
    const started = performance.now();
    expect(await runner.invokeByName('probe', { act: 'echo' })).toEqual(killed);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('and no other process of the function', async () => {
    await Promise.all([1, 2].map(() => runner.invokeByName('probe', { act: 'sleep', ms: 100 })));
    moment = 0.5;
    const results = await Promise.all([1, 2, 3].map(() => runner.invokeByName('probe', { act: 'sleep', ms: 100 })));
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true, true]);
  });
});

test('a process that has ended already does not count as killed', async () => {
  const callers = new Callers(cloud.template);
  let isThere = true;
  const crashes = new Crashes(callers, () => isThere);
  const caller = credentialsOf(callers.functionNamed('get-misp')).accessKeyId;
  const call = { caller, session: 'one', service: 'dynamodb', action: 'GetItem', input: {} } as const;
  for (const expected of [1, 1]) {
    crashes.plan({ function: 'get-misp', after: 'dynamodb:GetItem' });
    expect(await crashes.intercept(call, async () => ({ status: 200, body: '{}' }))).toBe('cut off');
    expect(crashes.happened).toBe(expected);
    isThere = false;
  }
});

describe('in the stack', () => {
  const mispCount = async () => {
    const headers = { authorization: `Bearer ${await cloud.token()}` };
    const { body } = await call(`${cloud.baseUrl}/misps`, { headers });
    return (body as { response: unknown[] | null }).response?.length ?? 0;
  };

  test('before a call is carried out: nothing is stored; after it: stored, and the caller does not know', async () => {
    const plan = { function: 'register-misp', after: 'dynamodb:TransactWriteItems' } as const;
    const before = await mispCount();
    const { happened } = cloud.crashes;
    cloud.crash({ ...plan, when: 'before' });
    expect((await register(cloud, 'Not stored')).status).toBe(500);
    expect(await mispCount()).toBe(before);
    cloud.crash(plan);
    expect(await register(cloud, 'Stored')).toMatchObject({ status: 500, body: { message: 'Internal Server Error' } });
    expect(await mispCount()).toBe(before + 1);
    expect(cloud.crashes.planned()).toEqual([]);
    expect(cloud.crashes.happened).toBe(happened + 2);
    expect((await register(cloud, 'Stored')).body).toMatchObject({ errors: [{ errorCode: 'PMS_MSP_402' }] });
  });

  test('the publisher between bus and outbox: its events are published again, and the outbox is empty in the end', async () => {
    const before = cloud.events().length;
    cloud.crash({ function: 'publish-audit', after: 'events:PutEvents' });
    await register(cloud, 'Twice');
    await cloud.idle();
    const ids = cloud.events(before).map(({ detail }) => String(detail.recordId));
    expect(ids.length).toBe(10);
    expect(new Set(ids).size).toBe(5);
    expect(await cloud.outboxRows()).toBe(0);
  });

  test('POST /_local/crash plans, GET shows, DELETE clears, and an invalid crash is refused', async () => {
    const url = `${cloud.url}/_local/crash`;
    const planned = { crashes: [{ function: 'misp-dev-get-misp' }], happened: expect.any(Number) };
    expect(await post(url, { function: 'get-misp' })).toMatchObject({ status: 200, body: planned });
    expect((await call(url)).body).toMatchObject(planned);
    expect((await call(url, { method: 'DELETE' })).body).toMatchObject({ crashes: [] });
    for (const body of [
      {},
      { function: 'nobody' },
      { function: 'get-misp', when: 'before' },
      { function: 'get-misp', moment: 2 },
      { function: 'get-misp', after: 'dynamodb:GetItem', moment: 0.5 },
      { function: 'get-misp', after: 'dynamodb:DropTable' },
      { function: 'publish-audit', after: 'sqs:SendMessage' },
    ]) {
      expect((await post(url, body)).status).toBe(400);
    }
    expect(cloud.crashes.planned()).toEqual([]);
  });
});
