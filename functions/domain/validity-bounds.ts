import { endAfter } from './license.ts';
import type { Instant } from './misp.ts';

/** Whether a licence may end at this time: in the future, and no later than the deployment allows. */
export function isPossibleEnd(validTo: Instant, now: Instant, maxValidityDays: number): boolean {
  return validTo > now && validTo <= endAfter(now, maxValidityDays);
}
