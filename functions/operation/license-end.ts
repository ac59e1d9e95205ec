import type { Instant } from '../domain/misp.ts';
import { isPossibleEnd } from '../domain/validity-bounds.ts';
import { type FieldFault, RejectedInput } from './rejected-input.ts';
import type { FaultsInTime } from './scope.ts';

const OUT_OF_RANGE = { name: 'validTo', reason: 'out-of-range' } as const satisfies FieldFault;

/** The fault of a requested end at which a licence may not end (docs/rules.md, "Validity"). */
export const faultsOfEnd =
  <Input extends { readonly validTo?: Instant | undefined }>(maxValidityDays: number): FaultsInTime<Input> =>
  ({ validTo }, now) =>
    validTo === undefined || isPossibleEnd(validTo, now, maxValidityDays) ? [] : [OUT_OF_RANGE];

/**
 * The requested end.
 * @throws RejectedInput if a licence may not end then.
 */
export function checkedEnd(validTo: Instant, now: Instant, maxValidityDays: number): Instant {
  if (isPossibleEnd(validTo, now, maxValidityDays)) return validTo;
  throw new RejectedInput({ in: 'field', sentAs: OUT_OF_RANGE.name, ...OUT_OF_RANGE });
}
