import type { ChangeStamp } from '../domain/change-of-misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import type { Outcome } from './decision.ts';
import type { LicenseKeyVisibility } from './license-key-visibility.ts';

/** What an operation has at hand for one request. */
export interface RequestScope {
  /** Who asks, in which request, and when: the request's one reading of the clock. */
  readonly stamp: ChangeStamp;
  readonly misps: MispReads;
  /** How licence keys look to this caller: masked if the caller may not read them. */
  readonly visibility: LicenseKeyVisibility;
  /** Draws an id for a new MISP. No id is ever drawn twice; one that is not used leaves a gap. */
  readonly drawMispId: () => Promise<string>;
}

/** An operation: reads what it needs and decides. The pipeline stores the decision and answers. */
export type Operation<Input, Body> = (input: Input, scope: RequestScope) => Promise<Outcome<Body>>;
