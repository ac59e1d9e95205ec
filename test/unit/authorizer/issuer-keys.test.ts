import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { verifierFor } from '../../../functions/lambdas/authorize-caller/issuer-keys.ts';
import { IssuerUnreachable } from '../../../functions/lambdas/authorize-caller/issuer-unreachable.ts';
import {
  json,
  LoopbackIssuer,
  newSigningKey,
  type Reply,
  type SigningKey,
  signToken,
} from '../../support/loopback-issuer.ts';

const MINUTE = 60_000;
const DISCOVERY = '/.well-known/openid-configuration';

let oldKey: SigningKey;
let newKey: SigningKey;
let issuer: LoopbackIssuer;
let now: number;
beforeAll(async () => {
  [oldKey, newKey] = await Promise.all([newSigningKey('old'), newSigningKey('new')]);
});
beforeEach(async () => {
  now = Date.now();
  issuer = await LoopbackIssuer.start(oldKey);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.stop();
});

const open = () => verifierFor(issuer.url, () => now);
const verify = async (keys: ReturnType<typeof open>, key: Parameters<typeof signToken>[0]) =>
  (await keys(await signToken(key, { sub: 'ada-7' }), {})).sub;
/** Runs one timer, counted from 0, a hundred times as fast; records the requested durations of all. */
function hurryTimeLimit(hurried: number): number[] {
  const limits: number[] = [];
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms);
    return timeout(limits.length - 1 === hurried ? ms / 100 : ms);
  });
  return limits;
}

describe('the keys of an issuer', () => {
  test('are found through its discovery document, and read once', async () => {
    const keys = open();
    expect(issuer.asked).toEqual([]);
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(issuer.asked).toEqual([DISCOVERY, '/keys']);
  });

  test('are also found for an issuer with a slash at its end', async () => {
    const url = `${issuer.url}/`;
    issuer.discovery = json({ issuer: url, jwks_uri: `${issuer.url}/keys` });
    const keys = verifierFor(url, () => now);
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(issuer.asked[0]).toBe(DISCOVERY);
  });

  test('are read with a byte order mark, white space or other members around them', async () => {
    const mark = '\ufeff';
    const document = { issuer: issuer.url, jwks_uri: `${issuer.url}/keys`, jwks_uris: ['x'], __proto__: null };
    issuer.discovery = (response) => response.end(`${mark}  ${JSON.stringify(document)}\r\n`);
    issuer.keySet = (response) => response.end(`${mark}${JSON.stringify({ keys: [oldKey.jwk] })}`);
    expect(await verify(open(), oldKey)).toBe('ada-7');
  });

  test('are requested without an encoding, since none is decoded', async () => {
    const encodings: unknown[] = [];
    issuer.discovery = (response) => {
      encodings.push(response.req.headers['accept-encoding']);
      json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` })(response);
    };
    await verify(open(), oldKey);
    expect(encodings).toEqual(['identity']);
  });

  test('do not verify a signature of another key', async () => {
    await expect(verify(open(), newKey)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  test('are read again after ten minutes', async () => {
    const keys = open();
    await verify(keys, oldKey);
    now += 10 * MINUTE;
    await verify(keys, oldKey);
    expect(issuer.asked).toEqual([DISCOVERY, '/keys']);
    now += 1;
    await verify(keys, oldKey);
    expect(issuer.asked).toEqual([DISCOVERY, '/keys', DISCOVERY, '/keys']);
    await verify(keys, oldKey);
    expect(issuer.asked).toHaveLength(4);
  });

  test('are those of the address that the discovery document names by then', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.discovery = json({ issuer: issuer.url, jwks_uri: `${issuer.url}/new-keys` });
    issuer.moved = json({ keys: [newKey.jwk] });
    now += 10 * MINUTE + 1;
    expect(await verify(keys, newKey)).toBe('ada-7');
    expect(issuer.asked.at(-1)).toBe('/new-keys');
  });

  test('are asked for under a name: firewalls refuse programs without one', async () => {
    await verify(open(), oldKey);
    expect(issuer.askedBy).toEqual(['misp-management-service', 'misp-management-service']);
  });

  test('are read over one connection, but the next time over a new one', async () => {
    const keys = open();
    await verify(keys, oldKey);
    now += 11 * MINUTE;
    await verify(keys, oldKey);
    expect(issuer.asked).toHaveLength(4);
    expect(issuer.connections).toBe(2);
    for (let wait = 0; issuer.openConnections > 0 && wait < 200; wait += 1) await sleep(10);
    expect(issuer.openConnections).toBe(0);
  });

  test('are read again if the issuer closes the connection after each document', async () => {
    issuer.discovery = (response) => {
      const { socket } = response;
      response.once('finish', () => setImmediate(() => socket?.destroy()));
      json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` })(response);
    };
    for (let attempt = 0; attempt < 20; attempt += 1) expect(await verify(open(), oldKey)).toBe('ada-7');
  });

  test('are read again after the clock was set back', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keys = [newKey];
    now -= 60 * MINUTE;
    expect(await verify(keys, newKey)).toBe('ada-7');
  });

  test('follow a rotation within ten minutes: the new key verifies, the old one no longer does', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keys = [newKey];
    now += 10 * MINUTE + 1;
    expect(await verify(keys, newKey)).toBe('ada-7');
    await expect(verify(keys, oldKey)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  test('are read at once if a token names a new key, but not twice within half a minute', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keys = [oldKey, newKey];
    await expect(verify(keys, newKey)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(issuer.asked).toHaveLength(2);
    now += 30_001;
    expect(await verify(keys, newKey)).toBe('ada-7');
    expect(issuer.asked).toHaveLength(4);
  });

  test.each([
    ['the name of the old one', 'old'],
    ['no name', undefined],
  ])('are read at once if a new key has %s', async (_, kid) => {
    const keys = open();
    const renamed = { ...newKey, kid };
    const { kid: __, ...jwk } = newKey.jwk;
    await verify(keys, oldKey);
    issuer.keySet = json({ keys: [oldKey.jwk, oldKey.jwk, { ...jwk, ...(kid === undefined ? {} : { kid }) }] });
    now += 30_001;
    expect(await verify(keys, renamed)).toBe('ada-7');
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(issuer.asked).toHaveLength(4);
  });

  test('are read for a forged token at most once within half a minute', async () => {
    const keys = open();
    await verify(keys, oldKey);
    now += 30_001;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(verify(keys, { ...newKey, kid: 'old' })).rejects.toMatchObject({
        code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      });
    }
    expect(issuer.asked).toHaveLength(4);
  });
});

test('an issuer that is not a URL fails at the start', () => {
  expect(() => verifierFor('issuer', () => now)).toThrow('Invalid URL');
});

describe('an issuer that goes down', () => {
  test('leaves its last valid keys in use; it is tried again every half minute', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.breakDown();
    now += 60 * MINUTE;
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(issuer.asked).toHaveLength(3);
    now += 30_000;
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(issuer.asked).toHaveLength(3);
    now += 1;
    expect(await verify(keys, oldKey)).toBe('ada-7');
    expect(issuer.asked).toHaveLength(4);
    expect(issuer.asked.slice(2)).toEqual([DISCOVERY, DISCOVERY]);
    issuer.recover();
    issuer.keys = [newKey];
    now += 30_001;
    expect(await verify(keys, newKey)).toBe('ada-7');
  });

  test('leaves its last valid keys in use if it no longer exists', async () => {
    const keys = open();
    await verify(keys, oldKey);
    await issuer.stop();
    now += 11 * MINUTE;
    expect(await verify(keys, oldKey)).toBe('ada-7');
    issuer = await LoopbackIssuer.start();
  });

  test('leaves no decision about a token with an unknown key, which may be new; it is tried again every half minute', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.breakDown();
    now += 30_001;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(verify(keys, newKey)).rejects.toThrow(IssuerUnreachable);
      expect(issuer.asked).toHaveLength(3);
    }
    expect(await verify(keys, oldKey)).toBe('ada-7');
    issuer.recover();
    issuer.keys = [oldKey, newKey];
    now += 30_001;
    expect(await verify(keys, newKey)).toBe('ada-7');
  });

  test('leaves forged tokens refused', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.breakDown();
    now += 30_001;
    await expect(verify(keys, { ...newKey, kid: 'old' })).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
    expect(issuer.asked).toHaveLength(3);
  });

  test('leaves its last valid keys in use if its present ones are invalid', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keySet = (response) => response.end('{"keys":"none"}');
    now += 11 * MINUTE;
    expect(await verify(keys, oldKey)).toBe('ada-7');
  });
});

describe('without ever reaching an issuer there is no decision about a token', () => {
  const replies = (url: string): Readonly<Record<string, readonly [Reply, string]>> => ({
    'an error': [(response) => response.writeHead(500).end(), 'not-200'],
    'nothing to read': [(response) => response.writeHead(204).end(), 'not-200'],
    'a redirect': [(response) => response.writeHead(302, { location: '/elsewhere' }).end(), 'not-200'],
    'a redirect with a document': [
      (response) => response.writeHead(308, { location: '/elsewhere' }).end(JSON.stringify({ issuer: url })),
      'not-200',
    ],
    'no JSON': [(response) => response.end('<html>'), 'no-json'],
    'nothing at all': [(response) => response.end(), 'no-json'],
    'half a document': [(response) => response.end(`{"issuer":"${url}",`), 'no-json'],
    'two byte order marks': [(response) => response.end(`\ufeff\ufeff{"issuer":"${url}"}`), 'no-json'],
    'a document in UTF-16': [
      (response) => response.end(Buffer.from(`\ufeff{"issuer":"${url}"}`, 'utf16le')),
      'no-json',
    ],
    'a document in Latin-1': [(response) => response.end(Buffer.from(`{"n":"M\u00fcller"}`, 'latin1')), 'no-json'],
    'a document in gzip': [
      (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(`{"issuer":"${url}"}`)),
      'no-json',
    ],
    'a document without an end': [(response) => response.end(`{"more":"${'x'.repeat(1_000_000)}"}`), 'too-large'],
    'a closed connection': [(response) => response.destroy(), 'no-answer'],
    'another protocol': [
      (response) => response.writeHead(101, { connection: 'upgrade', upgrade: 'h2c' }).flushHeaders(),
      'no-answer',
    ],
    'less than it announced': [
      (response) => response.writeHead(200, { 'content-length': 99 }).end('{}', () => response.destroy()),
      'no-answer',
    ],
  });

  test.each(['discovery', 'keys'] as const)('if its %s answer is unreadable', async (part) => {
    for (const [name, [reply, fault]] of Object.entries(replies(issuer.url))) {
      if (part === 'discovery') issuer.discovery = reply;
      else issuer.keySet = reply;
      const failure = await verify(open(), oldKey).catch((error: unknown) => error);
      expect({ name, failure }).toEqual({ name, failure: expect.any(IssuerUnreachable) });
      expect({ name, reason: (failure as IssuerUnreachable).reason }).toEqual({ name, reason: `${part}-${fault}` });
    }
    expect(issuer.asked).not.toContain('/elsewhere');
  });

  test.each([
    ['null', 'null'],
    ['a text', '"keys"'],
    ['a list', '[]'],
    ['no keys', '{}'],
    ['keys that are not a list', '{"keys":{"0":{}}}'],
    ['invalid keys', '{"keys":["none",null,5,[],{},{"kty":5},{"kid":"a"}]}'],
  ])('if its key set has %s', async (_, document) => {
    issuer.keySet = (response) => response.end(document);
    await expect(verify(open(), oldKey)).rejects.toMatchObject({
      name: 'IssuerUnreachable',
      reason: 'keys-no-key-set',
    });
  });

  test('if its discovery leads to another host that does not answer', async () => {
    issuer.discovery = json({ issuer: issuer.url, jwks_uri: 'https://127.0.0.1:1/keys' });
    await expect(verify(open(), oldKey)).rejects.toMatchObject({ reason: 'keys-no-answer' });
  });

  test('if nothing listens, and the next token tries again', async () => {
    const address = issuer.url;
    await issuer.stop();
    const keys = verifierFor(address, () => now);
    await expect(verify(keys, oldKey)).rejects.toMatchObject({ reason: 'discovery-no-answer' });
    issuer = await LoopbackIssuer.start(oldKey);
    const others = open();
    issuer.breakDown();
    await expect(verify(others, oldKey)).rejects.toThrow(IssuerUnreachable);
    issuer.recover();
    expect(await verify(others, oldKey)).toBe('ada-7');
  });

  test.each([
    ['discovery', 'discovery-no-answer-in-time'],
    ['keySet', 'keys-no-answer-in-time'],
  ] as const)('if its %s hangs: it is given up within three seconds', async (part, reason) => {
    const limits = hurryTimeLimit(part === 'discovery' ? 0 : 1);
    issuer[part] = () => undefined;
    await expect(verify(open(), oldKey)).rejects.toMatchObject({ reason });
    expect(limits).toHaveLength(part === 'discovery' ? 1 : 2);
    // Both calls together, if each took all of its time.
    expect(Math.max(...limits) * 2).toBeLessThan(3000);
  });

  test('if its discovery document is incomplete', async () => {
    hurryTimeLimit(0);
    issuer.discovery = (response) => {
      response.write('{"issuer":');
    };
    await expect(verify(open(), oldKey)).rejects.toMatchObject({ reason: 'discovery-no-answer-in-time' });
  });
});

describe('behind a proxy', () => {
  const { options } = http.globalAgent as http.Agent & { options: http.AgentOptions };
  let proxy: http.Server;
  let asked: (string | undefined)[];
  /** The server no longer counts these as its connections. */
  let tunnels: Duplex[];
  beforeEach(async () => {
    asked = [];
    tunnels = [];
    proxy = http.createServer((request, response) => {
      asked.push(request.url);
      const { host, origin } = new URL(request.url ?? '');
      http.get(`${request.url}`.replace(origin, issuer.url), { headers: { host } }, (answer) => answer.pipe(response));
    });
    // It opens no tunnel, and does not say so.
    proxy.on('connect', (request, socket) => {
      asked.push(request.url);
      tunnels.push(socket);
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    // As Node.js does by itself if NODE_USE_ENV_PROXY or --use-env-proxy says so.
    options.proxyEnv = { HTTP_PROXY: address, HTTPS_PROXY: address };
  });
  afterEach(() => {
    options.proxyEnv = undefined;
    proxy.closeAllConnections();
    for (const tunnel of tunnels) tunnel.destroy();
    proxy.close();
  });

  test('that Node.js was told to use, an issuer is reached through it', async () => {
    const behind = 'http://issuer.test';
    issuer.discovery = json({ issuer: behind, jwks_uri: `${behind}/keys` });
    expect(
      await verify(
        verifierFor(behind, () => now),
        oldKey,
      ),
    ).toBe('ada-7');
    expect(asked).toEqual([`${behind}${DISCOVERY}`, `${behind}/keys`]);
  });

  test('that opens no tunnel, an issuer is given up in time', async () => {
    hurryTimeLimit(0);
    const keys = verifierFor('https://issuer.test', () => now);
    await expect(verify(keys, oldKey)).rejects.toMatchObject({ reason: 'discovery-no-answer-in-time' });
    expect(asked).toEqual(['issuer.test:443']);
  });
});

describe('an https issuer', () => {
  const HTTPS = 'https://issuer.test/realms/mosip';
  /** The issuer on this machine stands in for it, without encryption. */
  const standIn = () =>
    jest
      .spyOn(https, 'get')
      .mockImplementation(((address: URL, { agent: _, ...options }: http.RequestOptions) =>
        http.get(new URL(address.pathname.replace('/realms/mosip', ''), issuer.url), options)) as never);

  test('has its keys read over https', async () => {
    const asked = standIn();
    issuer.discovery = json({ issuer: HTTPS, jwks_uri: 'https://issuer.test/keys' });
    expect(
      await verify(
        verifierFor(HTTPS, () => now),
        oldKey,
      ),
    ).toBe('ada-7');
    expect(asked.mock.calls.map(([address]) => String(address))).toEqual([
      `${HTTPS}${DISCOVERY}`,
      'https://issuer.test/keys',
    ]);
    const [first, second] = asked.mock.calls.map(([, { agent }]) => agent);
    expect(first).toBe(second);
    expect(first).toHaveProperty('keepAlive', true);
  });

  test('with unencrypted keys counts as unreachable, and they are not read', async () => {
    standIn();
    issuer.discovery = json({ issuer: HTTPS, jwks_uri: `${issuer.url}/keys` });
    const keys = verifierFor(HTTPS, () => now);
    await expect(verify(keys, oldKey)).rejects.toMatchObject({ reason: 'jwks-uri-not-https' });
    expect(issuer.asked).toEqual([DISCOVERY]);
  });
});
