import { endAfter } from './license.ts';
import type { Instant } from './misp.ts';

/** Whether a licence may end then: in the future, and no further ahead than the deployment allows. */
export function isPossibleEnd(validTo: Instant, now: Instant, maxValidityDays: number): boolean {
  return validTo > now && validTo <= endAfter(now, maxValidityDays);
}
