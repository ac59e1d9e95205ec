import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { saidMembers } from '../../functions/lambdas/authorize-caller/json-web-key.ts';

/** A key set (RFC 7517, section 5), as published at an issuer's `jwks_uri`. */
export interface KeySetDocument {
  readonly keys: readonly JsonWebKey[];
}

/** Signatures that the authorizer can be configured to accept (RFC 7518, section 3.1, and RFC 8037). */
export const signatureAlgorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
] as const;
type SignatureAlgorithm = (typeof signatureAlgorithms)[number];
/** The algorithms of each public key type, of EC keys by their curve. */
const algorithmsOfType: Readonly<Record<string, readonly SignatureAlgorithm[]>> = {
  rsa: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
  ed25519: ['EdDSA'],
};
/** RFC 7518, section 3.3. */
const MIN_RSA_BITS = 2048;

/** What is wrong with a key set. The message repeats nothing of it, because it may contain a private key. */
export class UnusableKeySet extends Error {
  override readonly name = 'UnusableKeySet';
}

/**
 * Checks a key set in the configuration (docs/configuration.md, "Keys in the configuration").
 * @returns only what a verifier needs, without certificates and other members.
 * @throws UnusableKeySet
 */
export function readIssuerKeySet(document: unknown): KeySetDocument {
  const entries: unknown = isObject(document) ? document.keys : undefined;
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new UnusableKeySet('is not a key set: write the document at the jwks_uri of the issuer, { keys: [...] }');
  }
  return { keys: entries.map((entry: unknown, index) => publicKey(entry, `has a key ${index + 1} that`)) };
}

function publicKey(given: unknown, which: string): JsonWebKey {
  if (!isObject(given)) throw new UnusableKeySet(`${which} is not an object`);
  const entry = saidMembers(given);
  if ('d' in entry || 'k' in entry) {
    throw new UnusableKeySet(`${which} is secret: take it out, and treat it as compromised if it was committed`);
  }
  if (entry.use === 'enc') throw new UnusableKeySet(`${which} is for encryption: leave it out`);
  const key = imported(entry, which);
  const { modulusLength = MIN_RSA_BITS, publicExponent = 3n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_RSA_BITS) throw new UnusableKeySet(`${which} has fewer than ${MIN_RSA_BITS} bits`);
  // With an exponent of 1 everybody can sign.
  if (publicExponent < 3n || publicExponent % 2n === 0n) throw new UnusableKeySet(`${which} has an unsafe exponent`);
  const algorithms = algorithmsOf(key);
  if (algorithms.length === 0) throw new UnusableKeySet(`${which} is not RSA, EC (P-256, P-384, P-521) or Ed25519`);
  const { kid, alg } = entry;
  if (alg !== undefined && !algorithms.some((one) => one === alg)) {
    throw new UnusableKeySet(`${which} has an alg other than ${algorithms.join(', ')}, which it can be for`);
  }
  return {
    ...key.export({ format: 'jwk' }),
    ...(typeof kid === 'string' ? { kid } : {}),
    ...(typeof alg === 'string' ? { alg } : {}),
  };
}

/** The algorithms of the signatures that these keys can verify. */
export function algorithmsOfKeys({ keys }: KeySetDocument): readonly string[] {
  return keys.flatMap((key): readonly string[] =>
    typeof key.alg === 'string' ? [key.alg] : algorithmsOf(createPublicKey({ key, format: 'jwk' })),
  );
}

function algorithmsOf({ asymmetricKeyType: type, asymmetricKeyDetails }: KeyObject): readonly SignatureAlgorithm[] {
  return algorithmsOfType[(type === 'ec' ? asymmetricKeyDetails?.namedCurve : type) ?? ''] ?? [];
}

function imported(key: JsonWebKey, which: string): KeyObject {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    // Node.js names members of the key in its error.
    throw new UnusableKeySet(`${which} cannot be read as a public key (RFC 7518, section 6)`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
