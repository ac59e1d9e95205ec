import type { Trail } from '../audit/trail.ts';
import type { DomainError } from '../domain/errors.ts';
import type { License, Misp } from '../domain/misp.ts';

/** The decision of a rule. Each kind has its audit trail, so there is no answer without one. */

/** The operation is refused. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly error: DomainError;
  readonly trail: Trail;
  /** The MISP id of the request. */
  readonly mispId?: string;
  /** The licence of the request, if found. */
  readonly licenseHash?: string;
}

/** The operation succeeds without a change. */
export interface NoChange<Body> {
  readonly kind: 'no-change';
  readonly body: Body;
  readonly trail: Trail;
  /** The requested MISP in its current state. */
  readonly misp?: Misp;
  /** The licence in the answer. */
  readonly license?: License;
  /** The start of the next page of a list. */
  readonly nextCursor?: string;
}

/** The operation succeeds once this change of a MISP is stored with its trail. */
export interface Change<Body> {
  readonly kind: 'change';
  readonly after: Misp;
  readonly body: Body;
  readonly trail: Trail;
  /** The licence in the answer. */
  readonly license?: License | undefined;
  /** Licences that worked before it, in their new state. */
  readonly earlier?: readonly License[];
  /** The refusal if another MISP has the new name. */
  readonly ifNameTaken?: Refusal;
  /**
   * A change that stops a licence: its decision is retried as long as the request has time (docs/rules.md,
   * "Concurrency").
   */
  readonly isRevocation?: boolean;
}

/** A new MISP. Its own type, so that no operation can settle the change of another MISP without the MISP as read. */
export interface NewMisp<Body> extends Change<Body> {
  readonly isNew: true;
}

export type Decision<Body> = Refusal | NoChange<Body> | Change<Body>;

/** A MISP as read, and the rule for its new state: it decides again if the MISP has changed in the meantime. */
export interface AboutMisp<Body> {
  readonly kind: 'about-misp';
  readonly misp: Misp;
  readonly decide: (current: Misp) => Decision<Body>;
}

/** What an operation returns. The pipeline settles it before there is an answer, so none is sent before its audit. */
export type Outcome<Body> = Refusal | NoChange<Body> | NewMisp<Body> | AboutMisp<Body>;

/** A refusal; `mispId` if the request names a MISP, `licenseHash` if it names an existing licence. */
export function refuse(error: DomainError, trail: Trail, mispId?: string, licenseHash?: string): Refusal {
  return {
    kind: 'refusal',
    error,
    trail,
    ...(mispId === undefined ? {} : { mispId }),
    ...(licenseHash === undefined ? {} : { licenseHash }),
  };
}
