import type { Instant } from './misp.ts';

/** Whether a genuine token still counts: the authorizer passes an expired one on, so that its caller is asked to renew it. */
export type TokenStanding = 'current' | 'expired';

/** How far the clocks of an issuer and of a function may be apart: the leeway for `nbf` and `exp`. */
export const CLOCK_TOLERANCE_SECONDS = 10;

/** @param expiresAt `exp` of the token, in seconds since the epoch. */
export function hasExpired(expiresAt: number, now: Instant): boolean {
  return expiresAt <= Math.floor(now / 1000) - CLOCK_TOLERANCE_SECONDS;
}
