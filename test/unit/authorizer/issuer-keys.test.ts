import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { jwtVerify } from 'jose';
import { IssuerUnreachable, issuerKeys } from '../../../functions/authorize-caller/issuer-keys.ts';
import { LoopbackIssuer, newSigningKey, type SigningKey, signToken } from '../../support/loopback-issuer.ts';

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

const open = () => issuerKeys(issuer.url, () => now);
const verify = async (keys: ReturnType<typeof open>, key: SigningKey) => {
  const { payload } = await jwtVerify(await signToken(key, { sub: 'ada-7' }), keys);
  return payload.sub;
};
/** Time limits pass a hundred times as fast; how long they were meant to be is taken down. */
function hurryTimeLimits(): number[] {
  const limits: number[] = [];
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms);
    return timeout(ms / 100);
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

  test('are found for an issuer with a slash at its end as well', async () => {
    expect(
      await verify(
        issuerKeys(`${issuer.url}/`, () => now),
        oldKey,
      ),
    ).toBe('ada-7');
    expect(issuer.asked[0]).toBe(DISCOVERY);
  });

  test('do not verify what another key has signed', async () => {
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
    expect(issuer.asked).toEqual([DISCOVERY, '/keys', '/keys']);
    await verify(keys, oldKey);
    expect(issuer.asked).toHaveLength(3);
  });

  test('follow a rotation within ten minutes: the new key serves, the old one no more', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keys = [newKey];
    now += 10 * MINUTE + 1;
    expect(await verify(keys, newKey)).toBe('ada-7');
    await expect(verify(keys, oldKey)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  test('are read at once when a token names a key that is new, but not twice within half a minute', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keys = [oldKey, newKey];
    await expect(verify(keys, newKey)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(issuer.asked).toHaveLength(2);
    now += 30_001;
    expect(await verify(keys, newKey)).toBe('ada-7');
    expect(issuer.asked).toHaveLength(3);
  });
});

describe('an issuer that goes down', () => {
  test('leaves its last good keys, which serve on; it is asked again every half minute', async () => {
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
    expect(issuer.asked.slice(2)).toEqual(['/keys', DISCOVERY]);
    issuer.recover();
    issuer.keys = [newKey];
    now += 30_001;
    expect(await verify(keys, newKey)).toBe('ada-7');
  });

  test('leaves its last good keys also when it is not there any more', async () => {
    const keys = open();
    await verify(keys, oldKey);
    await issuer.stop();
    now += 11 * MINUTE;
    expect(await verify(keys, oldKey)).toBe('ada-7');
    issuer = await LoopbackIssuer.start();
  });

  test('leaves nothing to say of a token with a key that it may have got since; it is asked again every half minute', async () => {
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

  test('leaves its last good keys when what it shows are none', async () => {
    const keys = open();
    await verify(keys, oldKey);
    issuer.keySet = (response) => response.end('{"keys":"none"}');
    now += 11 * MINUTE;
    expect(await verify(keys, oldKey)).toBe('ada-7');
  });
});

describe('an issuer that was never reached', () => {
  const replies = {
    'an error': (response: Parameters<NonNullable<LoopbackIssuer['discovery']>>[0]) => response.writeHead(500).end(),
    'no JSON': (response: Parameters<NonNullable<LoopbackIssuer['discovery']>>[0]) => response.end('<html>'),
    null: (response: Parameters<NonNullable<LoopbackIssuer['discovery']>>[0]) => response.end('null'),
    'a document without keys': (response: Parameters<NonNullable<LoopbackIssuer['discovery']>>[0]) =>
      response.end('{"jwks_uri":5}'),
    'a redirect': (response: Parameters<NonNullable<LoopbackIssuer['discovery']>>[0]) =>
      response.writeHead(302, { location: '/elsewhere' }).end(),
  };

  test.each(Object.entries(replies))(
    'because its discovery answers with %s says nothing of a token',
    async (_, reply) => {
      issuer.discovery = reply;
      await expect(verify(open(), oldKey)).rejects.toThrow(IssuerUnreachable);
      expect(issuer.asked).not.toContain('/elsewhere');
    },
  );

  test('because its keys have no end says nothing of a token', async () => {
    issuer.keySet = (response) => response.end(`{"keys":[],"more":"${'x'.repeat(1_000_000)}"}`);
    await expect(verify(open(), oldKey)).rejects.toThrow(IssuerUnreachable);
  });

  test('because it shows keys that are none says nothing of a token', async () => {
    issuer.keySet = (response) => response.end('{"keys":["none"]}');
    await expect(verify(open(), oldKey)).rejects.toThrow(IssuerUnreachable);
  });

  test.each(['an error', 'no JSON', 'null'] as const)(
    'because its keys are answered with %s says nothing of a token',
    async (name) => {
      issuer.keySet = replies[name];
      await expect(verify(open(), oldKey)).rejects.toThrow(IssuerUnreachable);
    },
  );

  test('because nobody listens says nothing of a token, and is tried again with the next one', async () => {
    const address = issuer.url;
    await issuer.stop();
    const keys = issuerKeys(address, () => now);
    await expect(verify(keys, oldKey)).rejects.toThrow(IssuerUnreachable);
    issuer = await LoopbackIssuer.start(oldKey);
    const others = open();
    issuer.breakDown();
    await expect(verify(others, oldKey)).rejects.toThrow(IssuerUnreachable);
    issuer.recover();
    expect(await verify(others, oldKey)).toBe('ada-7');
  });

  test.each(['discovery', 'keySet'] as const)('because its %s hangs is given up within three seconds', async (part) => {
    const limits = hurryTimeLimits();
    issuer[part] = () => undefined;
    await expect(verify(open(), oldKey)).rejects.toThrow(IssuerUnreachable);
    expect(limits).toHaveLength(part === 'discovery' ? 1 : 2);
    // Both calls together, were each to take all of its time.
    expect(Math.max(...limits) * 2).toBeLessThan(3000);
  });

  test('because its discovery stops half way is given up as well', async () => {
    hurryTimeLimits();
    issuer.discovery = (response) => {
      response.write('{"issuer":');
    };
    await expect(verify(open(), oldKey)).rejects.toThrow(IssuerUnreachable);
  });
});
