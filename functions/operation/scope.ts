import type { ChangeStamp } from '../domain/change-of-misp.ts';
import type { Caller, Instant } from '../domain/misp.ts';
import type { MispReads } from '../storage/misp-store.ts';
import type { Settled, Settlement } from './settle.ts';

/** What an operation has at hand for one request. */
export interface RequestScope {
  readonly caller: Caller;
  /** The request's one reading of the clock. */
  readonly now: Instant;
  readonly stamp: ChangeStamp;
  readonly misps: MispReads;
  /** Carries decisions out. */
  readonly settlement: Settlement;
}

/**
 * An operation: reads what it needs, decides, settles. It can return nothing but a settled result, so its audit trail is
 * stored whatever it answers.
 */
export type Operation<Input, Body> = (input: Input, scope: RequestScope) => Promise<Settled<Body>>;
