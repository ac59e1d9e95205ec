import type { ChangeStamp } from '../domain/change-of-misp.ts';
import type { Instant } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import type { Outcome } from './decision.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';
import type { FieldFault } from './rejected-input.ts';

/** What an operation can use for one request. */
export interface RequestScope {
  /** The caller, the request and its single reading of the clock. */
  readonly stamp: ChangeStamp;
  readonly misps: MispReads;
  /** How this caller sees licence keys: masked if they may not read them. */
  readonly visibility: LicenseKeyVisibility;
  /** Allocates an id for a new MISP. No id is allocated twice; an unused one leaves a gap. */
  readonly allocateMispId: () => Promise<string>;
}

/**
 * Faults of fields that show only at the time of the request.
 * @param input the fields that are there and have no fault of their own.
 */
export type FaultsInTime<Input> = (input: Partial<Input>, now: Instant) => readonly FieldFault[];

/** An operation: reads what it needs and decides. The pipeline stores the decision and answers. */
export type Operation<Input, Body> = ((input: Input, scope: RequestScope) => Promise<Outcome<Body>>) & {
  /** The pipeline refuses a request that has any. */
  readonly faultsInTime?: FaultsInTime<Input>;
};
