import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { platformTiming } from '../../../client/src/timing.ts';
import { broken, done, fromGateway, problem, type SentRequest, scripted } from './scripted-service.ts';

const CLIENT = fileURLToPath(new URL('../../../client/src/index.ts', import.meta.url));
const misp = () => done({ misp: { id: '100' }, misp_licenses: [] });
const expired = () => problem(401, 'not-authenticated', 'KER-ATH-401');
const authorization = ({ headers }: SentRequest) => headers.get('authorization');

/** Returns token-1, token-2 and so on. */
function counting() {
  let asked = 0;
  const token = async () => {
    asked += 1;
    return `token-${asked}`;
  };
  return { token, asked: () => asked };
}

/** Never answers the first time. */
function hangingOnce() {
  const { token: next, asked } = counting();
  const token = () => (asked() === 0 ? next().then(() => new Promise<string>(() => undefined)) : next());
  return { token, asked };
}

describe('the token', () => {
  test('is requested once for any number of calls', async () => {
    const { token, asked } = counting();
    const { client, sent } = scripted([misp(), misp(), misp()], { token });
    await Promise.all([client.getMisp('100'), client.getMisp('100')]);
    await client.getMisp('100');
    expect(sent.map(authorization)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1']);
    expect(asked()).toBe(1);
  });

  test.each([
    ['the service', expired],
    ['the gateway', () => fromGateway(401)],
  ])('is requested again once if %s answers 401', async (_, refusal) => {
    const { token } = counting();
    const { client, sent } = scripted([refusal(), misp(), misp()], { token });
    expect(await client.getMisp('100')).toMatchObject({ ok: true });
    await client.getMisp('100');
    expect(sent.map(authorization)).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  });

  test('is not asked for by a call that is aborted as its 401 arrives', async () => {
    const caller = new AbortController();
    const { token, asked } = counting();
    const { client } = scripted(
      [
        () => {
          caller.abort(new Error('signed out'));
          return expired();
        },
      ],
      { token },
    );
    await expect(client.getMisp('100', { signal: caller.signal })).rejects.toThrow('signed out');
    expect(asked()).toBe(1);
  });

  test('is asked for again if its source has not answered in time', async () => {
    const { token } = hangingOnce();
    const { client } = scripted([misp()], { token, timeoutMs: 20 });
    await expect(client.getMisp('100')).rejects.toThrow('The token source did not answer in time');
    expect(await client.getMisp('100')).toMatchObject({ ok: true });
  });

  test('that arrives late is used by the next call, even if that has asked again', async () => {
    const answers: ((token: string) => void)[] = [];
    const token = () => new Promise<string>((resolve) => answers.push(resolve));
    const { client, sent } = scripted([misp(), misp()], { token, timeoutMs: 500 });
    const late = 'The token source did not answer in time';
    await expect(client.getMisp('100')).rejects.toThrow(late);
    const second = client.getMisp('100');
    while (answers.length < 2) await new Promise(setImmediate);
    answers[0]?.('token-1');
    expect(await second).toMatchObject({ ok: true });
    answers[1]?.('token-2');
    await new Promise(setImmediate);
    await client.getMisp('100');
    expect([answers.length, sent.map(authorization)]).toEqual([2, ['Bearer token-1', 'Bearer token-2']]);
  });

  test('is waited for as long by a call that came late to the question: it asks again', async () => {
    const { token, asked } = hangingOnce();
    const { client } = scripted([misp()], { token, timeoutMs: 500 });
    const first = client.getMisp('100');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = client.getMisp('100');
    await expect(first).rejects.toThrow('The token source did not answer in time');
    expect(await second).toMatchObject({ ok: true });
    expect(asked()).toBe(2);
  });

  test('that stays the same is asked for once by many refused calls', async () => {
    let asked = 0;
    const token = () => {
      asked += 1;
      return 'same';
    };
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      // One answer after the other.
      for (let turns = sent; turns > 0; turns -= 1) await new Promise(setImmediate);
      return expired();
    };
    const { client } = scripted([], { token, fetch });
    const results = await Promise.all(Array.from({ length: 50 }, () => client.getMisp('100')));
    expect(results.filter(({ ok }) => !ok)).toHaveLength(50);
    expect([asked, sent]).toEqual([2, 50]);
  });

  test('is not waited for without end if the time to wait is no number', async () => {
    const { token, asked } = hangingOnce();
    const { client } = scripted([misp()], { token, timeoutMs: Number.NaN });
    await expect(client.getMisp('100')).rejects.toThrow('The token source did not answer in time');
    expect(asked()).toBe(1);
  });

  test('of a question from before a refusal is not taken for the new one', async () => {
    const answers: ((token: string) => void)[] = [];
    const token = () => new Promise<string>((resolve) => answers.push(resolve));
    const asked = async (count: number) => {
      while (answers.length < count) await new Promise(setImmediate);
    };
    const { client, sent } = scripted([expired(), misp()], { token, timeoutMs: 500 });
    await expect(client.getMisp('100')).rejects.toThrow('The token source did not answer in time');
    const second = client.getMisp('100');
    await asked(2);
    answers[0]?.('old');
    await asked(3);
    answers[1]?.('old');
    answers[2]?.('new');
    expect(await second).toMatchObject({ ok: true });
    expect(sent.map(authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('that was refused is not used again, though its call was aborted as the 401 arrived', async () => {
    const caller = new AbortController();
    const { token } = counting();
    // Drawn once the answer is there.
    const random = () => {
      caller.abort(new Error('signed out'));
      return 0;
    };
    const { client, sent } = scripted([expired(), misp()], { token, timing: { ...platformTiming, random } });
    await expect(client.getMisp('100', { signal: caller.signal })).rejects.toThrow('signed out');
    expect(await client.getMisp('100')).toMatchObject({ ok: true });
    expect(sent.map(authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('is asked for once more if an earlier question fails late', async () => {
    const answers: { resolve: (token: string) => void; reject: (reason: unknown) => void }[] = [];
    const token = () => new Promise<string>((resolve, reject) => answers.push({ resolve, reject }));
    const { client } = scripted([misp(), misp()], { token, timeoutMs: 500 });
    await expect(client.getMisp('100')).rejects.toThrow('The token source did not answer in time');
    const second = client.getMisp('100');
    while (answers.length < 2) await new Promise(setImmediate);
    answers[0]?.reject(new Error('late'));
    await new Promise(setImmediate);
    const third = client.getMisp('100');
    await new Promise(setImmediate);
    answers[1]?.resolve('token-2');
    expect([(await second).ok, (await third).ok, answers.length]).toEqual([true, true, 2]);
  });

  test('may come from a source that aborts its caller and throws', async () => {
    const caller = new AbortController();
    const token = () => {
      caller.abort(new Error('signed out'));
      throw new Error('no session');
    };
    const { client } = scripted([], { token });
    await expect(client.getMisp('100', { signal: caller.signal })).rejects.toThrow('signed out');
    await new Promise(setImmediate);
  });

  test('that arrives late replaces none of a newer question, nor is it used after that was refused', async () => {
    const answers: ((token: string) => void)[] = [];
    const token = () => new Promise<string>((resolve) => answers.push(resolve));
    const answer = async (number: number) => {
      while (answers.length < number) await new Promise(setImmediate);
      answers[number - 1]?.(`token-${number}`);
    };
    // Long enough for what comes between two answers, on any machine.
    const { client, sent } = scripted([misp(), expired(), misp()], { token, timeoutMs: 500 });
    await expect(client.getMisp('100')).rejects.toThrow('The token source did not answer in time');
    const second = client.getMisp('100');
    await answer(2);
    await second;
    const third = client.getMisp('100');
    while (answers.length < 3) await new Promise(setImmediate);
    await answer(1);
    await answer(3);
    expect(await third).toMatchObject({ ok: true });
    expect(sent.map(authorization)).toEqual(['Bearer token-2', 'Bearer token-2', 'Bearer token-3']);
  });

  test('is asked for again after the time of its source, even if no call waited for so long', async () => {
    const { token, asked } = hangingOnce();
    const { client } = scripted([misp()], { token, timeoutMs: 50 });
    while (asked() < 2) await client.getMisp('100', { signal: AbortSignal.timeout(5) }).catch(() => undefined);
    expect(asked()).toBe(2);
  });

  test('leaves no timer behind that keeps a process alive', async () => {
    const program = `
      const { mispClient } = await import(${JSON.stringify(CLIENT)});
      const client = mispClient({ baseUrl: 'http://127.0.0.1:1', token: () => new Promise(() => {}), timeoutMs: 60_000 });
      await client.getMisp('100', { signal: AbortSignal.timeout(10) }).catch(() => {});
      console.log(process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length)`;
    const args = ['--no-warnings', '--input-type=module', '--eval', program];
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('0\n');
  });

  test('must be a text', async () => {
    const token = () => undefined as unknown as string;
    await expect(scripted([], { token }).client.getMisp('100')).rejects.toThrow('cannot be a token');
  });

  test('a second 401 is final', async () => {
    const { token } = counting();
    const { client, sent } = scripted([expired(), expired()], { token });
    expect(await client.getMisp('100')).toMatchObject({ ok: false, error: { kind: 'not-authenticated', status: 401 } });
    expect(sent).toHaveLength(2);
  });

  test('the same token is not tried again', async () => {
    const { client, sent } = scripted([expired()]);
    expect(await client.getMisp('100')).toMatchObject({ ok: false, error: { kind: 'not-authenticated' } });
    expect(sent).toHaveLength(1);
  });

  test('of many refused calls one requests a new one', async () => {
    const { token, asked } = counting();
    const { client } = scripted([expired(), expired(), expired(), misp(), misp(), misp()], { token });
    const results = await Promise.all([1, 2, 3].map(() => client.getMisp('100')));
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(asked()).toBe(2);
  });

  test('of a refused change is renewed with the same idempotency key, and retries continue', async () => {
    const { token } = counting();
    const { client, sent } = scripted([broken(), expired(), broken(), done({ version: 2 })], { token });
    expect(await client.updateMispStatus('100', { mispStatus: 'Active' })).toMatchObject({ ok: true });
    expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
    expect(sent.map(authorization)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2', 'Bearer token-2']);
  });

  test('is requested again if the gateway refuses it: its key may have been replaced', async () => {
    const { token, asked } = counting();
    const { client } = scripted([fromGateway(403), misp(), fromGateway(403), fromGateway(403)], { token });
    expect(await client.getMisp('100')).toMatchObject({ ok: true });
    expect(await client.getMisp('100')).toMatchObject({ ok: false, error: { kind: 'gateway', status: 403 } });
    expect(asked()).toBe(3);
  });

  test('is not requested again for a missing right: another token would not help', async () => {
    const { token, asked } = counting();
    const { client } = scripted([problem(403, 'access-denied', 'KER-ATH-403')], { token });
    expect(await client.getMisp('100')).toMatchObject({ ok: false, error: { kind: 'access-denied', status: 403 } });
    expect(asked()).toBe(1);
  });

  test("that takes long does not extend the call's time", async () => {
    const ended = new AbortController();
    const { client, sent } = scripted([], { token: () => new Promise(() => undefined) });
    const call = client.getMisp('100', { signal: ended.signal });
    ended.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await expect(client.getMisp('100', { signal: ended.signal })).rejects.toThrow('enough');
    expect(sent).toEqual([]);
  });

  test('goes into a cookie if the deployment expects it there', async () => {
    const { client, sent } = scripted([misp()], { tokenPlace: 'cookie' });
    await client.getMisp('100');
    expect([sent[0]?.headers.get('cookie'), sent.map(authorization)]).toEqual(['Authorization=token-1', [null]]);
  });

  test('a failing source fails the call, and the next call tries again', async () => {
    let isUp = false;
    const token = () => (isUp ? 'token-1' : Promise.reject(new Error('the issuer is down')));
    const { client, sent } = scripted([misp()], { token });
    await expect(client.getMisp('100')).rejects.toThrow('the issuer is down');
    expect(sent).toEqual([]);
    isUp = true;
    expect(await client.getMisp('100')).toMatchObject({ ok: true });
  });

  test.each(['', 'two words', 'secret\n', 'gehéim'])(
    'an impossible token is neither sent nor repeated: %j',
    async (text) => {
      const { client, sent } = scripted([], { token: () => text });
      const failure = await client.getMisp('100').catch((error: unknown) => String(error));
      expect(failure).toBe('Error: The token source returned something that cannot be a token');
      expect(sent).toEqual([]);
    },
  );
});
