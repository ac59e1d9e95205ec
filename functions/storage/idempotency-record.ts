import type { DomainErrorKind } from '../domain/errors.ts';
import type { Instant } from '../domain/misp.ts';

/** The start, the end and the hash of a licence in an answer. */
export interface LicenseFacts {
  readonly hash: string;
  readonly validFrom: Instant;
  readonly validTo: Instant;
}

/** What was done: together with the request, the whole answer except for a licence's key. */
export interface DoneFacts {
  readonly mispId: string;
  /** The MISP's version after it. */
  readonly version: number;
  readonly isActive: boolean;
  /** The licence in the answer. */
  readonly license?: LicenseFacts;
  /** Licences that worked before a rotation, with their new ends. */
  readonly earlier?: readonly Pick<LicenseFacts, 'hash' | 'validTo'>[];
}

/** The outcome of a request: what was done, or why it was refused. */
export type KeptOutcome =
  | { readonly kind: 'done'; readonly facts: DoneFacts }
  | {
      readonly kind: 'refused';
      readonly why: DomainErrorKind;
      readonly mispId?: string;
      readonly licenseHash?: string;
    };

/**
 * The outcome of a request with an idempotency key, kept for a day, so that a repeat gets the same answer and changes
 * nothing (docs/safe-retries.md). It has no licence key and no contact data: the repeat itself has the rest of
 * the answer.
 */
export interface IdempotencyRecord {
  /** From operation, caller, MISP and idempotency key: see `idempotencyId`. */
  readonly id: string;
  /** The first request with the key. */
  readonly requestId: string;
  /** The fingerprint of the request: another request with the same key is refused. */
  readonly fingerprint: string;
  readonly outcome: KeptOutcome;
  /** It does not count from this time on, in seconds since the epoch. DynamoDB deletes it some time later. */
  readonly forgetAt: number;
}
