import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { errorTitles } from '../../../client/src/error-titles.ts';
import { describeError, MispCallError, type MispError, mispClient, valueOrThrow } from '../../../client/src/index.ts';
import type { Json } from '../../stack/template.ts';
import { publishedDocument } from '../../support/answers-as-documented.ts';
import { listenOnLoopback } from '../../support/listen-on-loopback.ts';
import {
  BASE_URL,
  broken,
  done,
  fromGateway,
  problem,
  type Scripted,
  scripted,
  type Turn,
} from './scripted-service.ts';

const problems = Object.values<Json>(publishedDocument().components.examples)
  .map(({ value }) => value)
  .filter(({ type }) => type !== undefined);
const validate = ({ client }: Scripted) => client.validateLicenseKey('100', { mispLicenseKey: KEY });
/** One attempt: the form of an error does not depend on their number. */
const errorOf = async (turn: Turn): Promise<MispError> => {
  const result = await validate(scripted([turn], { retry: { attempts: 1 }, token: () => TOKEN }));
  if (result.ok) throw new Error('no error');
  return result.error;
};
const KEY = 'ExampleKeyOfTheCallerxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.secret.signature';
const requestId = 'JKJaXmPLvHcESHA=';

test.each(['', ' ', null, false, [], ['"3"']])('refuses to change a MISP with the condition %j', async (ifMatch) => {
  const { client, sent } = scripted([]);
  const changed = client.updateMispStatus('100', { mispStatus: 'Active' }, { ifMatch: ifMatch as unknown as string });
  await expect(changed).rejects.toThrow('ifMatch is a version or an entity tag');
  expect(sent).toEqual([]);
});

test.each([null, undefined])('draws an idempotency key in place of %s', async (idempotencyKey) => {
  const { client, sent } = scripted([broken(), done({ version: 2 })]);
  await client.updateMispStatus('100', { mispStatus: 'Active' }, { idempotencyKey: idempotencyKey as undefined });
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), keys[0]]);
});

test.each([false, 0, Number.NaN, [], {}, '', ' '])(
  'refuses to change a MISP with the idempotency key %j',
  async (one) => {
    const { client, sent } = scripted([]);
    const changed = client.updateMispStatus(
      '100',
      { mispStatus: 'Active' },
      { idempotencyKey: one as unknown as string },
    );
    await expect(changed).rejects.toThrow('idempotencyKey is a text');
    expect(sent).toEqual([]);
  },
);

test('takes null for an option that is left out', async () => {
  const options = { tokenPlace: null, timeoutMs: null, retry: { attempts: null } } as object;
  const { client, sent } = scripted([broken(), done({ version: 2 })], options);
  expect((await client.getMisp('100')).ok).toBe(true);
  expect(sent.map(({ headers }) => [headers.has('authorization'), headers.has('cookie')])).toEqual([
    [true, false],
    [true, false],
  ]);
});

// A browser's own `fetch` does.
test('calls the given fetch as a function, of which it is no method', async () => {
  const owners: unknown[] = [];
  const fetch = function (this: unknown) {
    owners.push(this);
    return Promise.resolve(done({ version: 2 }));
  };
  const client = mispClient({ baseUrl: BASE_URL, token: () => TOKEN, fetch });
  await client.getMisp('100');
  expect(owners).toEqual([undefined]);
});

test('every option may be undefined', async () => {
  const none = { tokenPlace: undefined, fetch: undefined, retry: { attempts: undefined }, timeoutMs: undefined };
  expect(mispClient({ baseUrl: BASE_URL, token: () => TOKEN, timing: undefined, ...none })).toBeDefined();
});

test('the errors are those of the document, with their titles', () => {
  const documented = problems.map(({ type, title }) => [String(type).replace('urn:mosip:pms:misp:', ''), title]);
  expect(documented.length).toBeGreaterThan(20);
  expect(Object.fromEntries(documented)).toEqual(errorTitles);
});

test.each(problems.map((value) => [value.type, value.code, value] as const))('%s, %s', async (type, code, value) => {
  const error = await errorOf(problem(value.status, type.split(':').at(-1), code, value));
  expect(error).toEqual({
    ...{ kind: type.split(':').at(-1), status: value.status, code, requestId, retryAfterSeconds: null },
    faults: value.errors.map(({ pointer, reason }: Json) => ({ pointer, reason })),
  });
  expect(describeError(error)).toContain(`${value.title} (${code}, HTTP ${value.status}, request ${requestId})`);
});

test('the same case in the other generation of codes is the same kind', async () => {
  expect(await errorOf(problem(404, 'unknown-license', 'PMS_MSP_006'))).toMatchObject({ kind: 'unknown-license' });
});

describe('errors outside the document', () => {
  const rest = { requestId, retryAfterSeconds: null };
  test.each<readonly [string, Turn, object]>([
    ['the gateway', fromGateway(403), { kind: 'gateway', status: 403, ...rest }],
    ['the gateway, with a wait', fromGateway(429, { 'retry-after': '3' }), { kind: 'gateway', retryAfterSeconds: 3 }],
    ['a proxy', new Response('<h1>No</h1>', { status: 502 }), { kind: 'gateway', status: 502, requestId: null }],
    ['a broken connection', broken('ENOTFOUND'), { kind: 'unreachable', attempts: 1, reason: 'ENOTFOUND' }],
    [
      'a broken connection, by an error of another realm',
      () => {
        throw Object.assign(Object.create(null), { name: 'TypeError', cause: { code: 'ECONNREFUSED' } });
      },
      { kind: 'unreachable', reason: 'ECONNREFUSED' },
    ],
    ['an error without a proper name', Object.assign(broken(KEY), { name: Symbol('x') }), { reason: 'unknown' }],
    ['a broken connection, with a foreign code', broken(KEY), { kind: 'unreachable', reason: 'unknown' }],
    ['a broken connection, with a key as its code', broken('ExampleKeyOf32CharactersXXXXXXXX'), { reason: 'unknown' }],
    ['a case of a later version', problem(409, 'on-holiday', 'PMS_MSP_999'), { kind: 'unknown', code: 'PMS_MSP_999' }],
    [
      'a case named like a property of every object',
      problem(409, 'toString', 'PMS_MSP_999'),
      { kind: 'unknown', status: 409 },
    ],
    ['an invalid code', problem(409, 'name-taken', 'Oh no!'), { kind: 'unknown', status: 409, code: '' }],
    [
      'an unexpected envelope',
      new Response('{"response":null,"errors":[{"errorCode":"PMS_MSP_406","message":"m"}]}'),
      { kind: 'unknown', status: 200, code: 'PMS_MSP_406' },
    ],
    ['a success that is not JSON', new Response('<h1>Log in</h1>'), { kind: 'unknown', status: 200, code: '' }],
    [
      'a success that is not JSON, with its length',
      new Response('<h1>Log in</h1>', { headers: { 'content-length': '15' } }),
      { kind: 'unknown', status: 200, code: '' },
    ],
    ['an empty success', new Response(null, { status: 204 }), { kind: 'unknown', status: 204, code: '' }],
    ['a success of null', new Response('null'), { kind: 'unknown', status: 200, code: '' }],
  ])('%s', async (_, turn, error) => expect(await errorOf(turn)).toMatchObject(error));

  test('an unknown reason becomes `other`', async () => {
    const errors = [
      { code: 'PMS_COR_001', pointer: '/request/mispLicenseKey', reason: 'too-loud' },
      { code: 'PMS_COR_001', pointer: `/request/${KEY}`, reason: 'blank' },
      'nonsense',
    ];
    expect(await errorOf(problem(400, 'invalid-request', 'PMS_COR_001', { errors }))).toMatchObject({
      faults: [
        { pointer: '/request/mispLicenseKey', reason: 'other' },
        { pointer: '', reason: 'blank' },
        { pointer: '', reason: 'other' },
      ],
    });
  });
});

test.each([undefined, null, 100] as unknown[])('a MISP id that is no text is not sent: %j', async (id) => {
  const { client, sent } = scripted([]);
  await expect(client.getMisp(id as string)).rejects.toThrow(TypeError);
  expect(sent).toEqual([]);
});

test.each(['name', 'mispId', '\ud800'])('a MISP id that would lead to another path is not sent: %j', async (id) => {
  const { client, sent } = scripted([]);
  await expect(client.downloadLicenseKey(id)).rejects.toThrow('The MISP id cannot be part of a path');
  expect(sent).toEqual([]);
});

describe('no error repeats a licence key or a token', () => {
  const said = { title: KEY, detail: `MISP License Key does not exists ${KEY}`, instance: TOKEN };
  test.each<readonly [string, Turn]>([
    ['a problem', problem(404, 'unknown-license', 'PMS_MSP_406', said)],
    ['a problem that the client does not know', problem(404, KEY, KEY, said)],
    ['an envelope', new Response(`{"response":null,"errors":[{"errorCode":"${KEY}","message":"${KEY}"}]}`)],
    ['the gateway', new Response(`{"message":"${TOKEN} ${KEY}"}`, { status: 500 })],
    ['half an answer', new Response(`{"response":{"licenseKey":"${KEY}"`)],
    ['an error that is not JSON', new Response(`${KEY} ${TOKEN}`, { status: 500 })],
    ['a broken connection', Object.assign(broken(), { message: `${KEY} ${TOKEN}` })],
    ['a failure of fetch', new TypeError(`${KEY} ${TOKEN}`)],
  ])('%s', async (_, turn) => {
    const error = await errorOf(turn);
    const shown = [describeError(error), inspect(new MispCallError(error), { depth: 9 }), JSON.stringify(error)].join();
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain('secret');
  });

  test.each(['', '.', '..', `${KEY}/x`, 'a?b'])(
    'a MISP id that is impossible in a path is not sent: "%s"',
    async (id) => {
      const { client, sent } = scripted([]);
      const failure = await client.getMisp(id).catch((error: unknown) => String(error));
      expect(failure).toBe('UnsendableError: The MISP id cannot be part of a path');
      expect(() => client.findMispsByName(id)).toThrow('The name cannot be part of a path');
      expect(sent).toEqual([]);
    },
  );

  test.each([
    ...['', 'api.example.org', 'ftp://api.example.org', 'https://user:word@api.example.org'],
    ...[' https://api.example.org', 'https://api.example.org/b?x=1', 'https://api.example.org/b#f'],
  ])('an invalid address is refused without repeating it: "%s"', (baseUrl) => {
    const made = () => mispClient({ baseUrl, token: () => TOKEN });
    expect(made).toThrow('baseUrl is an address that begins with http:// or https://, without a user name');
  });
});

test('no licence key follows a redirect', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  const { url, stop } = await listenOnLoopback(server);
  try {
    const client = mispClient({ baseUrl: url, token: () => TOKEN, retry: { attempts: 1 } });
    const result = await client.validateLicenseKey('100', { mispLicenseKey: KEY });
    expect(result).toMatchObject({ ok: false, error: { kind: 'gateway', status: 307 } });
    expect(asked).toEqual(['/misps/100/licenseKey']);
  } finally {
    await stop();
  }
});

describe('a result', () => {
  test('of a success has the version as its tag, the request id, and whether it is a repeat', async () => {
    const verdict = { reason: 'VALID' };
    expect(await validate(scripted([done(verdict, { etag: '"3"', 'idempotency-replayed': 'true' })]))).toEqual({
      ...{ ok: true, value: verdict, etag: '"3"', requestId, idempotencyKey: null, isReplayed: true },
    });
    expect(await validate(scripted([done(verdict)]))).toMatchObject({ etag: null, isReplayed: false });
  });

  test('of a refusal says whether it is a repeat', async () => {
    const refusal = problem(409, 'name-taken', 'PMS_MSP_402', {}, { 'idempotency-replayed': 'true' });
    expect(await validate(scripted([refusal]))).toMatchObject({ ok: false, isReplayed: true });
    const fresh = problem(409, 'name-taken', 'PMS_MSP_402');
    expect(await validate(scripted([fresh]))).toMatchObject({ ok: false, isReplayed: false });
  });

  test.each(['"ok"', '[]', '0', 'true'])('is no success if the answer is %s', async (response) => {
    const odd = new Response(`{"response":${response},"errors":[]}`);
    expect(await validate(scripted([odd]))).toMatchObject({ ok: false, error: { kind: 'unknown', status: 200 } });
  });

  test('keeps its idempotency key as an exception', async () => {
    const { client } = scripted([fromGateway(500)]);
    const failed = await client.updateMispStatus('100', { mispStatus: 'Active' }, { idempotencyKey: 'once' });
    expect(() => valueOrThrow(failed)).toThrow(expect.objectContaining({ idempotencyKey: 'once' }));
  });

  test('can be converted to its value or an exception', async () => {
    expect(valueOrThrow(await validate(scripted([done({ reason: 'VALID' })])))).toEqual({ reason: 'VALID' });
    const failed = await validate(scripted([problem(404, 'unknown-license', 'PMS_MSP_406')]));
    expect(() => valueOrThrow(failed)).toThrow(
      new MispCallError({
        ...{
          kind: 'unknown-license',
          status: 404,
          code: 'PMS_MSP_406',
          requestId,
          retryAfterSeconds: null,
          faults: [],
        },
      }),
    );
  });
});

test('a request matches the document', async () => {
  const { client, sent } = scripted([done({ version: 4 }), done({ version: 4 }), done({ version: 4 })], {
    baseUrl: `${BASE_URL}/`,
  });
  const fields = { mispStatus: 'approved' } as const;
  await client.processMispStatus('100', fields, { ifMatch: 3 });
  await client.processMispStatus('100', fields, { ifMatch: '"3", W/"4"' });
  await client.processMispStatus('100', fields);
  expect(sent[0]).toMatchObject({
    method: 'PATCH',
    url: `${BASE_URL}/misps/100/status`,
    body: '{"request":{"mispStatus":"approved"}}',
  });
  expect(sent[0]!.headers.get('content-type')).toBe('application/json');
  expect(sent[0]!.headers.get('accept')).toBe('application/problem+json, application/json;q=0.9');
  expect(sent.map(({ headers }) => headers.get('if-match'))).toEqual(['"3"', '"3", W/"4"', null]);
});
