import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

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
  readonly find: ReturnType<typeof createRemoteJWKSet>;
  readAt: number;
  triedAt: number;
}

/**
 * The signing keys of an issuer, found through its OpenID discovery document and read again every ten minutes. While the
 * issuer is out of reach the last good keys serve on; without any, verification throws.
 * @param issuer `iss` of the tokens, a URL; https, or http for an issuer on this machine.
 * @param clock milliseconds since the epoch.
 */
export function issuerKeys(issuer: string, clock: () => number): JWTVerifyGetKey {
  let keys: KeySet | undefined;

  const open = async (): Promise<KeySet> => {
    const find = createRemoteJWKSet(await discover(issuer), {
      timeoutDuration: CALL_TIMEOUT_MS,
      cooldownDuration: COOLDOWN_MS,
      cacheMaxAge: Number.POSITIVE_INFINITY,
    });
    await find.reload();
    return { find, readAt: clock(), triedAt: clock() };
  };

  const refresh = async (known: KeySet): Promise<void> => {
    known.triedAt = clock();
    try {
      await known.find.reload();
      known.readAt = clock();
    } catch {
      // The last good keys serve on: an issuer that is down for a while must not lock every caller out.
    }
  };

  return async (header, token) => {
    try {
      keys ??= await open();
    } catch (error) {
      throw new IssuerUnreachable('The keys of the issuer cannot be read', { cause: error });
    }
    const now = clock();
    if (now - keys.readAt > FRESH_MS && now - keys.triedAt > COOLDOWN_MS) await refresh(keys);
    return keys.find(header, token);
  };
}

/** The address of the issuer's keys, from its discovery document (OpenID Connect Discovery 1.0, section 4). */
async function discover(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS), redirect: 'error' });
  if (!answer.ok) throw new Error(`Discovery answered ${answer.status}`);
  const document: unknown = await answer.json();
  const keysAddress = typeof document === 'object' && document !== null ? Reflect.get(document, 'jwks_uri') : undefined;
  if (typeof keysAddress !== 'string') throw new Error('The discovery document names no jwks_uri');
  return new URL(keysAddress);
}
