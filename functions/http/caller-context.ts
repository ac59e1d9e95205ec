import type { Caller, Instant } from '../domain/misp.ts';
import { type Right, readRights } from '../domain/rights.ts';
import { hasExpired, type TokenStanding } from '../domain/token-standing.ts';

/** The context from the authorizer: the owner of the verified token and their rights. */
export interface CallerContext extends Caller {
  /** `iss` of the token. */
  readonly issuer: string;
  /** In the format of `writeRights`. */
  readonly rights: string;
  /** `exp` of the token, in seconds since the epoch. */
  readonly expiresAt: number;
  readonly standing: TokenStanding;
}

/** A caller with a current token. */
export interface AdmittedCaller {
  readonly caller: Caller;
  readonly issuer: string;
  readonly rights: ReadonlySet<Right>;
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * Reads the caller's context of a request. The gateway caches the authorizer's answers, so the expiry is checked again
 * here: no cached answer outlives its token.
 * @param context any value: an invocation that bypassed the gateway may have anything here.
 * @returns undefined unless every part is present and the token is current.
 */
export function admit(context: unknown, now: Instant): AdmittedCaller | undefined {
  if (typeof context !== 'object' || context === null) return undefined;
  const part = (name: keyof CallerContext): unknown => Reflect.get(context, name);
  const [userId, userName, issuer, rights] = [part('userId'), part('userName'), part('issuer'), part('rights')];
  // AWS documents no type for a number that has passed the gateway. A gateway for REST APIs makes a text of it.
  const expiry = part('expiresAt');
  const expiresAt = typeof expiry === 'string' ? Number(expiry) : expiry;
  const isCurrent =
    part('standing') === ('current' satisfies TokenStanding) &&
    typeof expiresAt === 'number' &&
    Number.isFinite(expiresAt) &&
    !hasExpired(expiresAt, now);
  if (!isCurrent || !isFilled(userId) || !isFilled(userName) || !isFilled(issuer) || !isFilled(rights)) {
    return undefined;
  }
  return { caller: { userId, userName }, issuer, rights: readRights(rights) };
}

/** Thrown for a request without a current token: it is answered 401 before anything is read. */
export class NotAuthenticated extends Error {
  override readonly name = 'NotAuthenticated';
}
