import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { IssuerUnreachable } from '../../../functions/lambdas/authorize-caller/issuer-unreachable.ts';
import { keySetOf, verifyToken } from '../../../functions/lambdas/authorize-caller/key-set.ts';
import { newSigningKey, type SigningKey, signToken } from '../../support/loopback-issuer.ts';

const KID = 'key-1';
const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'];
let own: SigningKey;
let others: readonly SigningKey[];
beforeAll(async () => {
  own = await newSigningKey(KID);
  others = await Promise.all(Array.from({ length: 12 }, () => newSigningKey(KID)));
});

/** The claims of a token signed by `own`, or the error code. */
const outcomeOf = async (entries: readonly unknown[], key: Parameters<typeof signToken>[0] = own) => {
  const token = await signToken(key, { sub: 'ada-7' });
  try {
    return (await verifyToken(token, keySetOf({ keys: entries }), { algorithms })).sub;
  } catch (error) {
    return Reflect.get(error as Error, 'code') ?? String(error);
  }
};
const nameless = ({ jwk: { kid: _, ...rest } }: SigningKey) => rest;
const jwks = (count: number) => others.slice(0, count).map(({ jwk }) => jwk);

describe('a token is verified by the key that signed it', () => {
  const without = (...names: readonly string[]) =>
    Object.fromEntries(Object.entries(own.jwk).filter(([name]) => !names.includes(name)));
  const sets: readonly (readonly [string, () => readonly unknown[]])[] = [
    ['the same key twice', () => [own.jwk, own.jwk]],
    ['the same key twenty times before it', () => [...Array(20).fill(others[0]!.jwk), own.jwk]],
    ['the same key with other members', () => [{ ...own.jwk, x5c: ['MIIB'] }, own.jwk, without('alg')]],
    ['two keys with one id, its own first', () => [own.jwk, ...jwks(1)]],
    ['two keys with one id, its own last', () => [...jwks(1), own.jwk]],
    ['a key of another algorithm with its id', () => [rsa(), own.jwk]],
    ['nine others with its id', () => [...jwks(9), own.jwk]],
    ['neither use nor algorithm', () => [without('use', 'alg', 'key_ops')]],
    ['operations in place of a use', () => [{ ...without('use'), key_ops: ['verify'] }]],
    [
      'members that are null',
      () => [{ ...own.jwk, d: null, oth: null, key_ops: null, use: null, alg: null, ext: null }],
    ],
    ['members that are empty', () => [{ ...own.jwk, key_ops: [], use: '', alg: '', x5c: [] }]],
    ['operations besides verifying', () => [{ ...without('use'), key_ops: ['encrypt', 'sign', 'verify', 'verify'] }]],
    ['no id but null', () => [{ ...own.jwk, kid: null }]],
    ['an empty id', () => [{ ...own.jwk, kid: '' }]],
    ['invalid entries beside it', () => [null, 'text', 5, [], {}, own.jwk]],
    ['a key of an unknown type beside it', () => [{ kty: 'XX', kid: KID }, { kty: 5 }, { kid: KID }, own.jwk]],
    ['malformed keys of its type beside it', () => [...malformed(), own.jwk, ...malformed()]],
    ['a shared secret beside it', () => [{ kty: 'oct', k: 'c2VjcmV0', kid: KID }, own.jwk]],
    ['a key that has another use beside it', () => [{ ...others[0]!.jwk, use: 'enc' }, own.jwk]],
    ['a key with other operations beside it', () => [{ ...others[0]!.jwk, key_ops: ['encrypt'] }, own.jwk]],
    ['a private key beside it', () => [{ ...others[0]!.jwk, d: own.jwk.x }, own.jwk]],
    [
      'deep JSON beside it',
      () => [JSON.parse(`{"kty":"EC","kid":${'['.repeat(50_000)}${']'.repeat(50_000)}}`), own.jwk],
    ],
  ];
  const rsa = () => ({
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
    kid: KID,
  });
  const malformed = () => [
    { kty: 'EC', crv: 'P-256', kid: KID },
    { ...own.jwk, x: 5, y: null },
    { ...own.jwk, x: own.jwk.y, y: own.jwk.x },
    { ...own.jwk, ext: 'yes' },
    { ...own.jwk, key_ops: 'verify' },
  ];

  test.each(sets)('in a set with %s', async (_, entries) => {
    expect(await outcomeOf(entries())).toBe('ada-7');
  });

  test('in a set of keys without ids', async () => {
    expect(await outcomeOf([nameless(others[0]!), nameless(own)], { ...own, kid: undefined })).toBe('ada-7');
  });

  test('in a set of keys without ids, though it has one', async () => {
    expect(await outcomeOf([nameless(others[0]!), nameless(own)])).toBe('ada-7');
  });

  test.each(['EdDSA', 'Ed25519', '', undefined])(
    'that has the algorithm EdDSA by a key of algorithm %p',
    async (alg) => {
      const key = await newSigningKey(KID, 'EdDSA');
      expect(await outcomeOf([{ ...key.jwk, alg }], key)).toBe('ada-7');
    },
  );

  test('in a set of keys with ids, though it has none', async () => {
    const entries = others.slice(0, 3).map(({ jwk }, index) => ({ ...jwk, kid: `key-${index}` }));
    expect(await outcomeOf([...entries, own.jwk], { ...own, kid: undefined })).toBe('ada-7');
  });
});

describe('a token is refused', () => {
  const NO_KEY = 'ERR_JWKS_NO_MATCHING_KEY';
  const NOT_SIGNED = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';

  test.each<readonly [string, () => readonly unknown[], string]>([
    ['a set without keys', () => [], NO_KEY],
    ['a set of keys with other ids', () => [{ ...own.jwk, kid: 'key-2' }], NO_KEY],
    ['a key for another use', () => [{ ...own.jwk, use: 'enc' }], NO_KEY],
    ['a key for another algorithm', () => [{ ...own.jwk, alg: 'ES384' }], NO_KEY],
    [
      'a key for another algorithm, and with a curve of a third',
      () => [{ ...own.jwk, alg: 'ES384', crv: 'Ed25519' }],
      NO_KEY,
    ],
    ['a key that must not verify', () => [{ ...own.jwk, use: undefined, key_ops: ['deriveKey'] }], NO_KEY],
    ['a key of an unknown type', () => [{ kty: 'XX', kid: KID }], NO_KEY],
    ['a malformed key', () => [{ ...own.jwk, x: 'AA' }], NO_KEY],
    [
      'two malformed keys',
      () => [
        { ...own.jwk, x: 'AA' },
        { ...own.jwk, y: 'AA' },
      ],
      NO_KEY,
    ],
    ['other keys with its id', () => jwks(3), NOT_SIGNED],
    ['a malformed key and another', () => [{ ...own.jwk, x: 'AA' }, ...jwks(1)], NOT_SIGNED],
    ['its key after ten others with its id', () => [...jwks(10), own.jwk], NOT_SIGNED],
  ])('in a set with %s', async (_, entries, code) => {
    expect(await outcomeOf(entries())).toBe(code);
  });

  test.each([512, 1024])('if its RSA key has %d bits', async (modulusLength) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KID };
    const [head, signed] = [{ alg: 'RS256', kid: KID }, { sub: 'ada-7' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const signature = sign('RSA-SHA256', Buffer.from(`${head}.${signed}`), privateKey).toString('base64url');
    const token = `${head}.${signed}.${signature}`;
    await expect(verifyToken(token, keySetOf({ keys: [jwk] }), { algorithms })).rejects.toMatchObject({ code: NO_KEY });
  });

  test('signed with the public key as a shared secret, whatever the set says about it', async () => {
    const secret = { kty: 'oct', k: own.jwk.x, kid: KID };
    const token = await new SignJWT({ sub: 'ada-7' })
      .setProtectedHeader({ alg: 'HS256', kid: KID })
      .sign(Buffer.from(own.jwk.x!, 'base64url'));
    await expect(verifyToken(token, keySetOf({ keys: [secret] }), { algorithms: ['HS256'] })).rejects.toMatchObject({
      code: NO_KEY,
    });
  });

  test('for its claims, without trying the other keys', async () => {
    const token = await signToken(own, { sub: 'ada-7', exp: 1 });
    const verified = verifyToken(token, keySetOf({ keys: [own.jwk, ...jwks(1)] }), { algorithms });
    await expect(verified).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });
});

test.each([undefined, null, 5, 'keys', [], {}, { keys: {} }, { keys: null }, { keys: ['none'] }, { keys: [null, 5] }])(
  'is not a key set: %j',
  (document) => {
    expect(() => keySetOf(document)).toThrow(new IssuerUnreachable('keys-no-key-set'));
  },
);
