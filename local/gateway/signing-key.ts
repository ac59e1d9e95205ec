import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** The local issuer's only signing algorithm. */
export const SIGNING_ALGORITHM = 'RS256';

/** A key pair that signs tokens. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly keyId: string;
  readonly publicJwk: JWK;
  /** For the key file only. */
  readonly privateJwk: JWK;
}

/** Cached, because creating a key is slow and a test process starts many local clouds. */
let keyOfThisProcess: Promise<JWK> | undefined;

/** The first key of every issuer in this process. */
export async function firstKey(): Promise<SigningKey> {
  keyOfThisProcess ??= newJwk();
  return signingKeyOf(await keyOfThisProcess);
}

/** Creates a key. */
export async function newKey(): Promise<SigningKey> {
  return signingKeyOf(await newJwk());
}

/** @throws Error if it is not a private RSA key. */
export async function signingKeyOf(jwk: JWK): Promise<SigningKey> {
  const privateKey = await importJWK(jwk, SIGNING_ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new Error('The key of the token issuer is not an RSA key');
  const { kty, n = '', e = '', kid = '' } = jwk;
  const publicJwk = { kty, n, e, kid, alg: SIGNING_ALGORITHM, use: 'sig' };
  return { privateKey, keyId: kid, publicJwk, privateJwk: jwk };
}

async function newJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID() };
}
