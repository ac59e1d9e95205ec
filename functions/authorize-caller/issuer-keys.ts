import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { readJson } from './read-json.ts';

/** Finding the issuer and reading its keys together must stay within three seconds. */
const CALL_TIMEOUT_MS = 1400;
/** How old the keys may get before they are read again. */
const FRESH_MS = 10 * 60 * 1000;
/** Between two tries to read them again, while the issuer is out of reach or a token names an unknown key. */
const COOLDOWN_MS = 30 * 1000;

/** The issuer or its keys cannot be read: nothing can be said of any token. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}

interface KeySet {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly readAt: number;
}

/**
 * The signing keys of an issuer, found through its OpenID discovery document and read again every ten minutes, and when a
 * token names a key that is not among them. While the issuer is out of reach the last good keys serve on; of a token that
 * names none of them nothing can be said then.
 * @param issuer `iss` of the tokens, a URL; https, or http for an issuer on this machine.
 * @param clock milliseconds since the epoch.
 * @returns a function that throws `IssuerUnreachable`, or jose's error for a token that no key fits.
 */
export function issuerKeys(issuer: string, clock: () => number): JWTVerifyGetKey {
  let address: URL | undefined;
  let keys: KeySet | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;

  const read = async (): Promise<KeySet | undefined> => {
    triedAt = clock();
    try {
      address ??= await discover(issuer);
      keys = { find: createLocalJWKSet(keySetIn(await readJson(address, CALL_TIMEOUT_MS))), readAt: clock() };
      failure = undefined;
    } catch (error) {
      // The last good keys serve on: an issuer that is down for a while must not lock every caller out.
      failure = error;
      // The keys may have moved: where they are now is what the next try asks first.
      address = undefined;
    }
    return keys;
  };
  const mayTryAgain = () => clock() - triedAt > COOLDOWN_MS;
  const unreachable = () => new IssuerUnreachable('The keys of the issuer cannot be read', { cause: failure });

  return async (header, token) => {
    const isStale = keys !== undefined && clock() - keys.readAt > FRESH_MS && mayTryAgain();
    const known = keys === undefined || isStale ? await read() : keys;
    if (known === undefined) throw unreachable();
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The key may be newer than the set.
      const latest = mayTryAgain() ? await read() : known;
      if (failure !== undefined || latest === undefined) throw unreachable();
      return await latest.find(header, token);
    }
  };
}

/** The address of the issuer's keys, from its discovery document (OpenID Connect Discovery 1.0, section 4). */
async function discover(issuer: string): Promise<URL> {
  const address = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const document = await readJson(address, CALL_TIMEOUT_MS);
  const keysAddress = typeof document === 'object' && document !== null ? Reflect.get(document, 'jwks_uri') : undefined;
  if (typeof keysAddress !== 'string') throw new Error('The discovery document names no jwks_uri');
  return new URL(keysAddress);
}

/** @throws Error when the document is none (RFC 7517, section 5); jose looks at each key when a token asks for it. */
function keySetIn(document: unknown): JSONWebKeySet {
  const keys: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, 'keys') : undefined;
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'object' && key !== null)) {
    throw new Error('The document at jwks_uri is no key set');
  }
  return { keys };
}
