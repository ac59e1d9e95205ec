import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** The only algorithm that the local issuer signs with. */
export const SIGNING_ALGORITHM = 'RS256';

/** What tokens are signed with, and what the world may know of it. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly keyId: string;
  readonly publicJwk: JWK;
  /** Private: for the file that keeps it. */
  readonly privateJwk: JWK;
}

/** Making a key takes a while, and a process that starts the local cloud many times needs no second one. */
let keyOfThisProcess: Promise<JWK> | undefined;

/** The key that every issuer of this process begins with. */
export async function firstKey(): Promise<SigningKey> {
  keyOfThisProcess ??= newJwk();
  return signingKeyOf(await keyOfThisProcess);
}

/** A key that nothing was signed with before. */
export async function newKey(): Promise<SigningKey> {
  return signingKeyOf(await newJwk());
}

/** @throws Error when it is not a private RSA key. */
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
