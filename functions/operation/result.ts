import type { DomainError } from '../domain/errors.ts';

/** What the operation has done, for the answer to the caller. */
export interface Done<Body> {
  readonly kind: 'done';
  readonly body: Body;
  /** Of the MISP in the answer. */
  readonly version?: number;
  readonly nextCursor?: string;
  /** Whether an earlier request did it. */
  readonly isReplayed?: boolean;
}

/** For the answer to the caller: what was done, or why nothing was. */
export type Result<Body> =
  | Done<Body>
  | { readonly kind: 'refused'; readonly error: DomainError; readonly isReplayed?: boolean };
