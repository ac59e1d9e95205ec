import type { Trail } from '../audit/trail.ts';
import type { DomainError } from '../domain/errors.ts';
import type { License, Misp } from '../domain/misp.ts';

/** What a rule decides. Each kind carries its audit trail: there is no way to answer without one. */

/** The operation cannot be done. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly error: DomainError;
  readonly trail: Trail;
  /** The MISP that the request is about, as asked. */
  readonly mispId?: string;
  /** The licence that it is about, if it was found. */
  readonly licenseHash?: string;
}

/** The operation is done and nothing has to change. */
export interface NoChange<Body> {
  readonly kind: 'no-change';
  readonly body: Body;
  readonly trail: Trail;
  /** The requested MISP in its current state. */
  readonly misp?: Misp;
  /** The licence that the answer is about. */
  readonly license?: License;
  /** The start of the next page of a list. */
  readonly nextCursor?: string;
}

interface Stored<Body> {
  readonly after: Misp;
  readonly body: Body;
  readonly trail: Trail;
  /** The licence that the answer is about. */
  readonly license?: License | undefined;
  /** Licences that worked before it, as they are now. */
  readonly earlier?: readonly License[];
  /** The refusal if another MISP has the name that this takes. */
  readonly ifNameTaken?: Refusal;
}

/** The operation is done once this change of a MISP is stored, together with its trail. */
export interface Change<Body> extends Stored<Body> {
  readonly kind: 'change';
  /** The MISP as the decision found it. */
  readonly before: Misp;
  /** A change that stops a licence: it is decided again for as long as the request has time (docs/rules.md, "Concurrency"). */
  readonly isRevocation?: boolean;
}

/** The operation is done once this new MISP is stored, together with its trail. */
export interface Registration<Body> extends Stored<Body> {
  readonly kind: 'registration';
}

export type Decision<Body> = Refusal | NoChange<Body> | Change<Body>;

/** A MISP as it was read, and the rule for its new state: the rule decides again if the MISP has changed by then. */
export interface AboutMisp<Body> {
  readonly kind: 'about-misp';
  readonly misp: Misp;
  readonly decide: (current: Misp) => Decision<Body>;
}

/** What an operation returns. The pipeline settles it: only then is there an answer, so none leaves before its audit. */
export type Outcome<Body> = Refusal | NoChange<Body> | Registration<Body> | AboutMisp<Body>;

/** A refusal; `mispId` if the request names a MISP, `licenseHash` if it names an existing licence. */
export function refuse(error: DomainError, trail: Trail, mispId?: string, licenseHash?: string): Refusal {
  return {
    ...{ kind: 'refusal', error, trail },
    ...(mispId === undefined ? {} : { mispId }),
    ...(licenseHash === undefined ? {} : { licenseHash }),
  };
}
