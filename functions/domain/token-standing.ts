import type { Instant } from './misp.ts';

/**
 * Whether a genuine token has expired: the authorizer lets it pass, so that the answer can ask the caller to renew it.
 */
export type TokenStanding = 'current' | 'expired';

/** How far the clocks of an issuer and a function may differ: the leeway for `nbf` and `exp`. */
export const CLOCK_TOLERANCE_SECONDS = 10;

/** @param expiresAt `exp` of the token, in seconds since the epoch. */
export function hasExpired(expiresAt: number, now: Instant): boolean {
  return expiresAt <= Math.floor(now / 1000) - CLOCK_TOLERANCE_SECONDS;
}
