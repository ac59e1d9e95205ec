import http from 'node:http';
import https from 'node:https';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { verifierWith } from '../../../functions/lambdas/authorize-caller/configured-keys.ts';
import { IssuerUnreachable } from '../../../functions/lambdas/authorize-caller/issuer-unreachable.ts';
import { newSigningKey, type SigningKey, signToken } from '../../support/loopback-issuer.ts';

let own: SigningKey;
let next: SigningKey;
let stranger: SigningKey;
beforeAll(async () => {
  [own, next, stranger] = await Promise.all([newSigningKey('own'), newSigningKey('next'), newSigningKey('stranger')]);
});
afterAll(() => {
  jest.restoreAllMocks();
});

const setOf = (...keys: readonly SigningKey[]) => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
const claims = { sub: 'ada-7' };

test('verifies a token of each configured key, including a future one', async () => {
  const verify = verifierWith(setOf(own, next));
  for (const key of [own, next]) expect((await verify(await signToken(key, claims), {})).sub).toBe('ada-7');
});

test('refuses a token of any other key, and requests no newer ones', async () => {
  const asked = [http, https].map((protocol) => jest.spyOn(protocol, 'get'));
  const verify = verifierWith(setOf(own));
  for (const [key, code] of [
    [stranger, 'ERR_JWKS_NO_MATCHING_KEY'],
    [{ ...stranger, kid: own.kid }, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
  ] as const) {
    await expect(verify(await signToken(key, claims), {})).rejects.toMatchObject({ code });
  }
  for (const get of asked) expect(get).not.toHaveBeenCalled();
});

test('does not start without a valid key set', () => {
  expect(() => verifierWith('{"keys":')).toThrow(SyntaxError);
  expect(() => verifierWith('{}')).toThrow(new IssuerUnreachable('keys-no-key-set'));
});
