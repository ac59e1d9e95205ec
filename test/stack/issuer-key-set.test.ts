import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ConfigurationError, parseStage } from '../../lib/configuration/parse-stage.ts';
import { prodSettings, synthesized } from './template.ts';

const rsa = (modulusLength = 2048) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return { shown: publicKey.export({ format: 'jwk' }), secret: privateKey.export({ format: 'jwk' }) };
};
const { shown, secret } = rsa();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'jwk' });
const encryption = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });

const settingsWith = (keys: unknown) => ({ ...prodSettings, auth: { ...prodSettings.auth, keys } });
const faultOf = (keys: unknown): string => {
  try {
    parseStage('prod', settingsWith(keys));
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return 'accepted';
};
const authorizerKeys = (settings: Parameters<typeof synthesized>[1]) =>
  synthesized('prod', settings)
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => properties.FunctionName === 'misp-prod-authorize-caller')?.properties.Environment
    .Variables.TOKEN_KEYS;

describe('auth.keys', () => {
  test('reaches the authorizer with only the members that verify', () => {
    const named = { ...shown, kid: 'one', alg: 'RS256', use: 'sig', x5c: ['MIIB'], x5t: 'abc' };
    const given = authorizerKeys(settingsWith({ keys: [named, ec] }) as typeof prodSettings);
    expect(JSON.parse(given)).toEqual({ keys: [{ ...shown, kid: 'one', alg: 'RS256' }, ec] });
  });

  test.each([null, '', []])('may have members that say nothing: %j', (nothing) => {
    expect(faultOf({ keys: [{ ...shown, d: nothing, alg: nothing, use: nothing }] })).toBe('accepted');
  });

  test('may have either name for the algorithm of an Ed25519 key', () => {
    const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const accepted = (alg: string) =>
      faultOf({ keys: [{ ...key, alg }] }).replace(/.*(an alg other than|algorithms).*/, '$1');
    expect(accepted('Ed25519')).toBe(accepted('EdDSA'));
    expect(faultOf({ keys: [{ ...key, alg: 'ES256' }] })).toContain('an alg other than EdDSA');
  });

  test('is absent if the authorizer asks the issuer', () => {
    expect(authorizerKeys(prodSettings)).toBe('from-issuer');
  });

  test.each<readonly [string, unknown, string]>([
    ['a list without the document around it', [shown], 'is not a key set: '],
    ['a text', JSON.stringify({ keys: [shown] }), 'is not a key set: '],
    ['no keys', { keys: [] }, 'is not a key set: '],
    ['a key that is no object', { keys: [shown, 'key'] }, 'has a key 2 that is not an object'],
    ['a private key', { keys: [secret] }, 'has a key 1 that is secret: '],
    ['a shared secret', { keys: [shown, { kty: 'oct', k: 'c2VjcmV0' }] }, 'has a key 2 that is secret: '],
    ['a key for encryption', { keys: [{ ...shown, use: 'enc' }] }, 'has a key 1 that is for encryption: '],
    ['a key of a type that signs nothing', { keys: [encryption] }, 'has a key 1 that is not RSA, EC ('],
    ['half a key', { keys: [{ ...shown, n: undefined }] }, 'has a key 1 that cannot be read as a public key'],
    ['a short key', { keys: [rsa(1024).shown] }, 'has a key 1 that has fewer than 2048 bits'],
    [
      'a key that everybody can sign with',
      { keys: [{ ...shown, e: 'AQ' }] },
      'has a key 1 that has an unsafe exponent',
    ],
    ['a key with an even exponent', { keys: [{ ...shown, e: 'AQAA' }] }, 'has a key 1 that has an unsafe exponent'],
    ['a key of another curve', { keys: [otherCurve] }, 'has a key 1 that is not RSA, EC ('],
    ['a key for no signature', { keys: [{ ...shown, alg: 'none' }] }, 'has a key 1 that has an alg other than RS256, '],
    [
      'a key for a shared secret',
      { keys: [{ ...shown, alg: 'HS256' }] },
      'has a key 1 that has an alg other than RS256, ',
    ],
    [
      'a key for something that is no text',
      { keys: [{ ...shown, alg: 5 }] },
      'has a key 1 that has an alg other than RS256, ',
    ],
    ['an RSA key for EC', { keys: [{ ...shown, alg: 'ES256' }] }, 'has a key 1 that has an alg other than RS256, '],
  ])('is refused as %s, without repeating its content', (_, keys, fault) => {
    const message = faultOf(keys);
    expect(message).toMatch(/^stage prod: auth\.keys in bin\/stages\.ts /);
    expect(message).toContain(fault);
    for (const part of [shown.n, secret.d, 'c2VjcmV0']) expect(message).not.toContain(part);
  });
});

describe('auth.algorithms beside auth.keys', () => {
  const faultWith = (algorithms: readonly string[], ...keys: readonly object[]) => {
    const auth = { ...prodSettings.auth, algorithms, keys: { keys } };
    return () => parseStage('prod', { ...prodSettings, auth });
  };

  test('must have an algorithm that one of the keys is for', () => {
    const message = 'stage prod: auth.keys are for ES256, and auth.algorithms has none of these: ';
    expect(faultWith(['RS256'], ec)).toThrow(message);
    expect(faultWith(['RS256'], { ...ec, alg: 'ES256' })).toThrow(message);
    expect(faultWith(['RS512'], { ...shown, alg: 'RS256' })).toThrow('auth.keys are for RS256, ');
    for (const [algorithms, ...keys] of [
      [['ES256'], ec],
      [['ES384', 'PS512'], shown],
      [['RS256'], ec, shown],
    ] as const)
      expect(faultWith(algorithms, ...keys)).not.toThrow();
  });
});

describe('what the authorizer is told about tokens', () => {
  const environmentOf = (settings: typeof prodSettings) =>
    synthesized('prod', settings)
      .ofType('AWS::Lambda::Function')
      .find(({ properties }) => properties.FunctionName === 'misp-prod-authorize-caller')!.properties.Environment
      .Variables;
  const withAuth = (auth: object) => ({ ...prodSettings, auth: { ...prodSettings.auth, ...auth } });
  const twenty = Array.from({ length: 20 }, (_, number) => `${number}`.padEnd(20, 'r'));
  const rights = {
    ...{ validate: twenty, read: twenty, register: twenty },
    ...{ approve: twenty, operate: twenty, keys: twenty },
  };
  const taken = (settings: typeof prodSettings) => Buffer.byteLength(JSON.stringify(environmentOf(settings)));

  test('may take as many bytes as Lambda allows, and not one more', () => {
    const padded = (bytes: number) => {
      // The quotation marks of a key set count twice, as in the JSON text that Lambda measures.
      const keys = { keys: [shown, { ...ec, kid: 'k'.repeat(bytes + 1) }] };
      return withAuth({ rights, keys });
    };
    const left = 4096 - taken(padded(0));
    expect(taken(padded(left))).toBe(4096);
    expect(() => environmentOf(padded(left + 1))).toThrow(
      /^stage prod: the settings in auth take 4097 bytes of the 4096 that Lambda allows: .+ keys .+ roles$/,
    );
  });
});
