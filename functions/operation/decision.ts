import type { Trail } from '../audit/trail.ts';
import type { DomainError } from '../domain/errors.ts';
import type { Misp } from '../domain/misp.ts';

/** What a rule decides. Each kind carries its audit trail: there is no way to answer without one. */

/** The operation cannot be done. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly error: DomainError;
  readonly trail: Trail;
  /** The MISP that the request is about, as asked. */
  readonly mispId?: string;
}

/** The operation is done and nothing has to change. */
export interface Answer<Body> {
  readonly kind: 'answer';
  readonly body: Body;
  readonly trail: Trail;
  readonly mispId?: string;
  /** Where the next page of a list begins. */
  readonly nextCursor?: string;
}

/** The operation is done once this change of a MISP is stored, together with its trail. */
export interface Change<Body> {
  readonly kind: 'change';
  /** The MISP as it was read; undefined when it is registered. */
  readonly before: Misp | undefined;
  readonly after: Misp;
  readonly body: Body;
  readonly trail: Trail;
  /** What to answer when another MISP holds the name that this change takes. */
  readonly ifNameTaken?: Refusal;
  /** A change that stops a licence: it is decided again for as long as the request has time (docs/rules.md, "Concurrency"). */
  readonly isRevocation?: boolean;
}

export type Decision<Body> = Refusal | Answer<Body> | Change<Body>;

/** A refusal; `mispId` where the request names a MISP. */
export function refuse(error: DomainError, trail: Trail, mispId?: string): Refusal {
  return { kind: 'refusal', error, trail, ...(mispId === undefined ? {} : { mispId }) };
}
