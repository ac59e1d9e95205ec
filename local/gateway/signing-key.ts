import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { isRecord } from '../template/json-values.ts';

/** The only algorithm that the local issuer signs with. */
export const SIGNING_ALGORITHM = 'RS256';
const KEY_FILE = 'token-issuer-key.json';

/** What tokens are signed with, and what the world may know of it. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly keyId: string;
  readonly publicJwk: JWK;
}

/** Making a key takes a while, and a process that starts the local cloud many times needs no second one. */
let keyOfThisProcess: Promise<JWK> | undefined;

/**
 * A signing key.
 * @param dataFolder where it is kept, so that tokens outlive a restart; without it the key lives as long as this process.
 * @throws Error naming the file when what is kept there is not a key.
 */
export async function signingKey(dataFolder: string | undefined): Promise<SigningKey> {
  const jwk = dataFolder === undefined ? await ownKey() : await keptKey(dataFolder);
  const privateKey = await importJWK(jwk, SIGNING_ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new Error('The key of the token issuer is not an RSA key');
  const { kty, n = '', e = '', kid = '' } = jwk;
  return { privateKey, keyId: kid, publicJwk: { kty, n, e, kid, alg: SIGNING_ALGORITHM, use: 'sig' } };
}

async function keptKey(dataFolder: string): Promise<JWK> {
  const file = join(dataFolder, KEY_FILE);
  if (existsSync(file)) {
    const key: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isRecord(key) && key.kty === 'RSA') return { ...key, kty: key.kty };
    throw new Error(`${file} is not a key of this issuer: delete it to get a new one`);
  }
  const key = await ownKey();
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}

function ownKey(): Promise<JWK> {
  keyOfThisProcess ??= newKey();
  return keyOfThisProcess;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID() };
}
