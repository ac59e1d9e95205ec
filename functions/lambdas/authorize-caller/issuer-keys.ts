import { errors, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { discoveryAddress, keysAddress } from './discover-keys.ts';
import { IssuerUnreachable } from './issuer-unreachable.ts';
import { type KeySet, keySetOf, verifyToken } from './key-set.ts';
import { Connections, readJson, UnreadableDocument } from './read-json.ts';

/** Finding the issuer and reading its keys together must stay within three seconds. */
const CALL_TIMEOUT_MS = 1400;
/** How old the keys may get before they are read again. */
const FRESH_MS = 10 * 60 * 1000;
/**
 * The least time between two reads once there are keys, while the issuer is out of reach or a token was signed with none
 * of them. Without keys every call reads, so that a new process serves as soon as the issuer does.
 */
const COOLDOWN_MS = 30 * 1000;

/** Verifies a token and its claims. @throws IssuerUnreachable, or jose's error for a token that is not valid. */
export type VerifyToken = (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

/**
 * Verifies tokens with the signing keys of an issuer, which its OpenID discovery document leads to. Both are read again
 * every ten minutes, because the keys may move, and when a token was signed with none of the keys. While the issuer is
 * out of reach, the last good keys stay in use; a token that names none of them cannot be judged then.
 * @param issuer `iss` of the tokens, a URL; https, or http for an issuer on this machine.
 * @param clock milliseconds since the epoch.
 * @throws TypeError at once if the issuer is not a URL.
 */
export function verifierFor(issuer: string, clock: () => number): VerifyToken {
  const discovery = discoveryAddress(issuer);
  let keys: { readonly set: KeySet; readonly readAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: IssuerUnreachable | undefined;

  const read = async (): Promise<KeySet | undefined> => {
    triedAt = clock();
    // The two documents share a connection, later reads do not: Lambda may freeze the process in between.
    const connections = new Connections();
    try {
      const address = keysAddress(await readPart('discovery', discovery, connections), issuer);
      keys = { set: keySetOf(await readPart('keys', address, connections)), readAt: clock() };
      failure = undefined;
    } catch (error) {
      if (!(error instanceof IssuerUnreachable)) throw error;
      // The last good keys stay in use: an issuer that is down for a while must not lock every caller out.
      failure = error;
    } finally {
      connections.close();
    }
    return keys?.set;
  };
  const isPast = (time: number, milliseconds: number) => {
    const age = clock() - time;
    // The clock was set back: the true age is unknown.
    return age < 0 || age > milliseconds;
  };
  const mayTryAgain = () => isPast(triedAt, COOLDOWN_MS);

  return async (token, options) => {
    const isStale = keys !== undefined && isPast(keys.readAt, FRESH_MS) && mayTryAgain();
    const known = keys === undefined || isStale ? await read() : keys.set;
    if (known === undefined) throw failure;
    try {
      return await verifyToken(token, known, options);
    } catch (error) {
      const hasNoKey = error instanceof errors.JWKSNoMatchingKey;
      if (!hasNoKey && !(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      // The key may be newer than the set.
      const latest = mayTryAgain() ? await read() : known;
      if (hasNoKey && failure !== undefined) throw failure;
      if (latest === undefined || latest === known) throw error;
      return verifyToken(token, latest, options);
    }
  };
}

async function readPart(part: 'discovery' | 'keys', address: URL, connections: Connections): Promise<unknown> {
  try {
    return await readJson(address, CALL_TIMEOUT_MS, connections);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    throw new IssuerUnreachable(`${part}-${error.fault}`, { cause: error });
  }
}
