import type { Instant } from '../domain/misp.ts';
import { isPossibleEnd } from '../domain/validity-bounds.ts';
import { RejectedInput } from './rejected-input.ts';

/**
 * The requested end.
 * @throws RejectedInput if a licence may not end then (docs/rules.md, "Validity").
 */
export function checkedEnd(validTo: Instant, now: Instant, maxValidityDays: number): Instant {
  if (isPossibleEnd(validTo, now, maxValidityDays)) return validTo;
  throw new RejectedInput({ in: 'field', name: 'validTo', sentAs: 'validTo', reason: 'out-of-range' });
}
