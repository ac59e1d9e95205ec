import {
  createLocalJWKSet,
  errors,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { IssuerUnreachable } from './issuer-unreachable.ts';
import { saidMembers } from './json-web-key.ts';

/** The keys of an issuer, each with the data to decide whether it fits a token. */
export type KeySet = readonly JWTVerifyGetKey[];

/** No issuer publishes this many keys that fit one token. */
const MAX_KEYS_TRIED = 10;
/** RFC 7518, section 3.3. */
const MIN_RSA_BITS = 2048;

/** A key that fits a token by its name and type, but cannot be imported or is too short. */
class UnusableKey extends Error {
  override readonly name = 'UnusableKey';
}

/**
 * The keys of a key set (RFC 7517, section 5), each of them once. An entry that is not a key is skipped, as in the RFC.
 * @throws IssuerUnreachable if the document is not a key set, or has nothing but such entries.
 */
export function keySetOf(document: unknown): KeySet {
  const entries: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'keys') : undefined;
  if (!Array.isArray(entries)) throw new IssuerUnreachable('keys-no-key-set');
  const keys = new Map<string, JWTVerifyGetKey>();
  for (const published of entries.filter(isKey)) {
    try {
      const entry = forVerifying(published);
      keys.set(JSON.stringify(entry), keyFrom(createLocalJWKSet({ keys: [entry] }), Boolean(entry.kid)));
    } catch {
      // An entry that is too deep to be compared with others: they may still be usable.
    }
  }
  if (keys.size === 0 && entries.length > 0) throw new IssuerUnreachable('keys-no-key-set');
  return [...keys.values()];
}

type TypedKey = JWK & { readonly kty: NonNullable<JWK['kty']> };

/** RFC 7517, section 4.1: every key has a type. */
const isKey = (entry: unknown): entry is TypedKey =>
  typeof entry === 'object' && entry !== null && 'kty' in entry && typeof entry.kty === 'string';

/**
 * A key without members that are empty, and for verifying alone if that is among its uses: WebCrypto takes null for a
 * text, and imports no public key that is for signing, too.
 */
function forVerifying(published: TypedKey): JWK {
  const entry: JWK = { ...saidMembers(published), kty: published.kty };
  return Array.isArray(entry.key_ops) && entry.key_ops.includes('verify') ? { ...entry, key_ops: ['verify'] } : entry;
}

/** @param isNamed whether the key has a name: a key without one may have signed a token that names a key. */
function keyFrom(set: ReturnType<typeof createLocalJWKSet>, isNamed: boolean): JWTVerifyGetKey {
  return async ({ kid, ...unnamed }, token) => {
    const header = isNamed && kid !== undefined ? { ...unnamed, kid } : unnamed;
    const key = await set(header, token).catch((cause: unknown) => {
      // Whether a key can be imported shows only here, by errors of many kinds.
      throw cause instanceof errors.JWKSNoMatchingKey ? cause : new UnusableKey('A key cannot be imported', { cause });
    });
    if ('modulusLength' in key.algorithm && Number(key.algorithm.modulusLength) < MIN_RSA_BITS) {
      throw new UnusableKey('A key is too short');
    }
    return key;
  };
}

/**
 * Verifies a token with the key of the set that signed it. Several may fit: a set can have two keys under one name, or
 * keys without a name. So each is tried, up to ten.
 * @returns the claims.
 * @throws JWSSignatureVerificationFailed or JWKSNoMatchingKey if no key of the set signed the token; jose's other
 * errors for whatever else is wrong with it.
 */
export async function verifyToken(token: string, keys: KeySet, options: JWTVerifyOptions): Promise<JWTPayload> {
  let failure: Error = new errors.JWKSNoMatchingKey();
  let tried = 0;
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, options);
      return payload;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) continue;
      if (error instanceof errors.JWSSignatureVerificationFailed) failure = error;
      else if (!(error instanceof UnusableKey)) throw error;
      tried += 1;
      if (tried === MAX_KEYS_TRIED) break;
    }
  }
  throw failure;
}
