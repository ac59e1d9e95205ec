import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { platformTiming } from '../../../client/src/timing.ts';
import { broken, CHANCE, done, fromGateway, problem, type Scripted, scripted, type Turn } from './scripted-service.ts';

const registered = () => done({ mispStatus: 'Active', mispID: '100', version: 1 });
const fields = { organizationName: 'Celltel', contactNumber: '1', emailId: 'a@x.org', address: 'Here' };
const register = ({ client }: Scripted) => client.registerMisp(fields);
const unavailable = (headers: Readonly<Record<string, string>> = {}) =>
  problem(503, 'temporarily-unavailable', 'PMS_COR_003', {}, headers);
const keyOf = (service: Scripted) => service.sent.map(({ headers }) => headers.get('idempotency-key'));

describe('a request is sent again', () => {
  test('with headers of its own: a fetch of the caller may add to them', async () => {
    const sent: (string | null)[] = [];
    const fetch = async (_url: string, init: RequestInit) => {
      const headers = init.headers as Headers;
      headers.append('x-trace', String(sent.length));
      sent.push(headers.get('x-trace'));
      return sent.length < 3 ? unavailable() : registered();
    };
    expect(await register(scripted([], { fetch }))).toMatchObject({ ok: true });
    expect(sent).toEqual(['0', '1', '2']);
  });

  test.each<readonly [string, Turn]>([
    ['too many requests', fromGateway(429)],
    ['the service is temporarily unavailable', unavailable()],
    ['the gateway lost the answer', fromGateway(504)],
    ['a proxy lost the answer', new Response('<html>Bad Gateway</html>', { status: 502 })],
    ['the connection broke', broken()],
    ['a success is not JSON', new Response('<h1>Log in</h1>')],
    ['a success is only half of it', new Response('{"response":{"misp')],
    ['a success is empty', new Response(null, { status: 204 })],
  ])('when %s', async (_, turn) => {
    const service = scripted([turn, registered()]);
    expect(await register(service)).toMatchObject({ ok: true, value: { mispID: '100' } });
    const [first, second] = service.sent;
    expect(second).toEqual(first);
  });

  test('when the connection breaks during the answer', async () => {
    const cut = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"response":'));
        controller.error(broken());
      },
    });
    expect(await register(scripted([new Response(cut), registered()]))).toMatchObject({ ok: true });
  });

  test('when an attempt takes too long', async () => {
    const service = scripted(['silence', registered()], { timeoutMs: 5 });
    expect(await register(service)).toMatchObject({ ok: true });
    expect(service.sent).toHaveLength(2);
  });

  test.each([
    [400, 'invalid-request', 'PMS_COR_001'],
    [409, 'name-taken', 'PMS_MSP_402'],
    [500, 'internal-error', 'PMS_COR_003'],
  ])('but not after %i', async (status, type, code) => {
    const service = scripted([problem(status, type, code)]);
    expect(await register(service)).toMatchObject({ ok: false, error: { kind: type } });
    expect(service.sent).toHaveLength(1);
  });

  test('with the default policy if its fields are undefined', async () => {
    const service = scripted([unavailable(), registered()], { retry: { attempts: undefined } as object });
    expect(await register(service)).toMatchObject({ ok: true });
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31])('not because of a time limit of %d', async (timeoutMs) => {
    let attempts = 0;
    const fetch = async () => {
      attempts += 1;
      await sleep(20);
      return registered();
    };
    expect(await register(scripted([], { fetch, timeoutMs }))).toMatchObject({ ok: true });
    expect(attempts).toBe(1);
  });

  test('if a `fetch` that ignores its signal takes too long', async () => {
    let attempts = 0;
    const fetch = async () => {
      attempts += 1;
      return attempts === 1 ? new Promise<Response>(() => undefined) : registered();
    };
    expect(await register(scripted([], { fetch, timeoutMs: 20 }))).toMatchObject({ ok: true });
  });

  test('but at most as many times as the policy says, by default five', async () => {
    const service = scripted(Array.from({ length: 5 }, () => unavailable()));
    expect(await register(service)).toMatchObject({
      ok: false,
      error: { kind: 'temporarily-unavailable', status: 503, retryAfterSeconds: null },
    });
    const twice = scripted([broken('ECONNREFUSED'), broken('ECONNREFUSED')], { retry: { attempts: 2 } });
    const error = { kind: 'unreachable', attempts: 2, reason: 'ECONNREFUSED' };
    expect(await register(twice)).toMatchObject({ ok: false, error });
    expect([service.sent.length, twice.sent.length]).toEqual([5, 2]);
  });

  test('but not after a status that no HTTP has', async () => {
    const odd = Object.defineProperty(new Response('{}'), 'status', { value: 999 });
    const service = scripted([odd]);
    expect(await register(service)).toMatchObject({ ok: false, error: { kind: 'gateway', status: 0 } });
  });

  test('as many times with a new token as with the first, and the error counts all', async () => {
    const broke = () => broken('ECONNRESET');
    const turns = [broke(), broke(), fromGateway(401), ...Array.from({ length: 5 }, broke)];
    let tokens = 0;
    const service = scripted(turns, { token: () => `token-${++tokens}` });
    expect(await register(service)).toMatchObject({ error: { kind: 'unreachable', attempts: 8 } });
    expect(service.sent).toHaveLength(8);
  });
});

describe('the idempotency key', () => {
  test('is drawn once for each call, and kept over its retries', async () => {
    const service = scripted([broken(), unavailable(), registered(), registered()]);
    await register(service);
    await register(service);
    const [first, second, third, fourth] = keyOf(service);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
  });

  test('can come from the caller', async () => {
    const service = scripted([broken(), registered()]);
    await service.client.registerMisp(fields, { idempotencyKey: 'order-7' });
    expect(keyOf(service)).toEqual(['order-7', 'order-7']);
  });

  test.each<readonly [string, readonly Turn[]]>([
    ['a success', [registered()]],
    ['an error of the service', [problem(500, 'internal-error', 'PMS_COR_003')]],
    ['an error of the gateway', [fromGateway(500)]],
    ['no answer', Array.from({ length: 5 }, () => broken())],
  ])('is in the result for a call that is made again: %s', async (_, turns) => {
    const service = scripted(turns);
    const { idempotencyKey } = await register(service);
    expect(idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keyOf(service))).toEqual(new Set([idempotencyKey]));
  });

  test('is null in the result of anything but a change', async () => {
    const service = scripted([fromGateway(500)]);
    expect(await service.client.getMisp('100')).toMatchObject({ ok: false, idempotencyKey: null });
  });

  test('is sent with every change and nothing else', async () => {
    const answers = Array.from({ length: 10 }, () => done({ version: 1 }));
    const service = scripted([...answers, done([]), done([])]);
    const { client } = service;
    const hash = { licenseKeyHash: 'a'.repeat(64) };
    await client.registerMisp(fields);
    await client.processMispStatus('100', { mispStatus: 'approved' });
    await client.updateMisp('100', { name: 'Celltel', contactNumber: '1', emailId: 'a@x.org', address: 'Here' });
    await client.updateMispStatus('100', { mispStatus: 'Active' });
    await client.updateLicenseKeyStatus('100', { ...hash, mispLicenseKeyStatus: 'Active' });
    await client.rotateLicenseKey('100', { overlapSeconds: 0 });
    await client.changeLicenseValidity('100', { ...hash, validTo: '2026-06-30T00:00:00Z' });
    const changes = keyOf(service);
    expect(new Set(changes).size).toBe(7);
    expect(changes).not.toContain(null);
    await client.validateLicenseKey('100', { mispLicenseKey: 'k' });
    await client.downloadLicenseKey('100');
    await client.getMisp('100');
    for await (const _ of client.listMisps());
    for await (const _ of client.findMispsByName('Cell'));
    expect(keyOf(service).slice(7)).toEqual([null, null, null, null, null]);
    expect(
      service.sent.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/misps').slice(2)}`),
    ).toEqual([
      'POST ',
      'PATCH /100/status',
      'PUT /100',
      'PATCH /100',
      'PUT /100/licenseKey',
      'POST /100/licenseKey/rotate',
      'PUT /100/licenseKey/validity',
      'PATCH /100/licenseKey',
      'GET /100/licenseKey',
      'GET /mispId/100',
      'GET ',
      'GET /name/Cell',
    ]);
  });
});

describe('the pause before the next attempt', () => {
  const pausesAfter = async (...turns: readonly Turn[]) => {
    const service = scripted([...turns, registered()]);
    await register(service);
    return service.pauses;
  };

  test('is random, up to a bound that doubles', async () => {
    expect(await pausesAfter(broken(), unavailable(), fromGateway(429), broken())).toEqual(
      [200, 400, 800, 1600].map((bound) => bound * CHANCE),
    );
  });

  test('has a maximum', async () => {
    const service = scripted([broken(), broken(), broken(), registered()], {
      retry: { firstPauseMs: 1000, longestPauseMs: 1500 },
    });
    await register(service);
    expect(service.pauses).toEqual([1000, 1500, 1500].map((bound) => bound * CHANCE));
  });

  test("is never shorter than the answer's Retry-After in seconds", async () => {
    expect(await pausesAfter(unavailable({ 'retry-after': '7' }), unavailable({ 'retry-after': '0' }))).toEqual([
      7000 + 200 * CHANCE,
      400 * CHANCE,
    ]);
  });

  test("is never shorter than its Retry-After as a date, by the server's clock", async () => {
    const until = 'Sun, 01 Mar 2026 10:00:20 GMT';
    expect(await pausesAfter(unavailable({ 'retry-after': until }))).toEqual([20_000 + 200 * CHANCE]);
    const late = { 'retry-after': until, date: 'Sun, 01 Mar 2026 10:00:15 GMT' };
    expect(await pausesAfter(unavailable(late))).toEqual([5000 + 200 * CHANCE]);
    const over = { 'retry-after': until, date: 'Sun, 01 Mar 2026 10:00:30 GMT' };
    expect(await pausesAfter(unavailable(over))).toEqual([200 * CHANCE]);
  });

  // An old form of the date has no zone. It means GMT wherever the caller is.
  test.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('reads each form of a date alike in %s', (TZ) => {
    const file = fileURLToPath(new URL('../../../client/src/retry-after.ts', import.meta.url));
    const forms = ['Fri, 01 Jan 2027 00:00:05 GMT', 'Friday, 01-Jan-27 00:00:05 GMT', 'Fri Jan  1 00:00:05 2027'];
    const program = `
      const { retryAfterMs } = await import(${JSON.stringify(file)});
      const now = Date.parse('2027-01-01T00:00:00Z');
      const wait = (form) => [
        retryAfterMs(new Headers({ 'retry-after': form }), now),
        retryAfterMs(new Headers({ 'retry-after': form, date: 'Fri Jan  1 00:00:02 2027' }), now),
      ];
      console.log(JSON.stringify(${JSON.stringify(forms)}.flatMap(wait)))`;
    const args = ['--no-warnings', '--input-type=module', '--eval', program];
    const read = execFileSync(process.execPath, args, { env: { TZ }, encoding: 'utf8' });
    expect(JSON.parse(read)).toEqual(forms.flatMap(() => [5000, 3000]));
  });

  test('is not made if the answer requires an endless one', async () => {
    const service = scripted([unavailable({ 'retry-after': '9'.repeat(400) })]);
    expect(await register(service)).toMatchObject({ error: { retryAfterSeconds: 31_536_000 } });
  });

  test.each(['soon', '1.5', '-1', '2026-03-01T10:00:20Z', ''])('an unreadable value is ignored: "%s"', async (text) =>
    expect(await pausesAfter(unavailable({ 'retry-after': text }))).toEqual([200 * CHANCE]),
  );

  test('is not made if the answer requires a longer one than the policy allows', async () => {
    const service = scripted([unavailable({ 'retry-after': '61' })]);
    expect(await register(service)).toMatchObject({ ok: false, error: { retryAfterSeconds: 61 } });
    expect(service.pauses).toEqual([]);
    const patient = scripted([unavailable({ 'retry-after': '61' }), registered()], {
      retry: { longestRetryAfterMs: 61_000 },
    });
    expect(await register(patient)).toMatchObject({ ok: true });
  });
});

describe('an abort', () => {
  test.each([1, 5])('ends an attempt of %i, and nothing is sent again', async (attempts) => {
    const service = scripted(['silence'], { retry: { attempts } });
    const caller = new AbortController();
    const call = service.client.getMisp('100', { signal: caller.signal });
    setTimeout(() => caller.abort(new Error('enough')), 5);
    await expect(call).rejects.toThrow('enough');
    expect(service.sent).toHaveLength(1);
  });

  test('ends a pause', async () => {
    const { client, sent } = scripted([unavailable({ 'retry-after': '50' })], { timing: platformTiming });
    const caller = new AbortController();
    const call = client.getMisp('100', { signal: caller.signal });
    setTimeout(() => caller.abort(new Error('enough')), 5);
    await expect(call).rejects.toThrow('enough');
    expect(sent).toHaveLength(1);
  });

  test('before the call sends nothing', async () => {
    let tokens = 0;
    const service = scripted([], { token: () => `token-${++tokens}` });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(service.client.getMisp('100', { signal })).rejects.toThrow('enough');
    expect([service.sent, tokens]).toEqual([[], 0]);
  });
});
