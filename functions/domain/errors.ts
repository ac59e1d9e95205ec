import type { ApprovalStatus } from './misp.ts';

/**
 * Every failure that an operation can decide on. Only `http/error-answers.ts` has their codes, statuses and messages.
 */
export type DomainError =
  | { readonly kind: 'name-taken'; readonly name: string }
  | { readonly kind: 'invalid-email' }
  | { readonly kind: 'unknown-misp'; readonly mispId: string }
  /** `key` as the caller sent it; absent if the caller sent none. */
  | { readonly kind: 'unknown-license'; readonly key?: string }
  | { readonly kind: 'license-of-another-misp'; readonly mispId: string }
  | { readonly kind: 'nothing-found' }
  | { readonly kind: 'misp-not-active' }
  | { readonly kind: 'already-in-status'; readonly status: ApprovalStatus }
  | { readonly kind: 'invalid-approval-word' }
  | { readonly kind: 'invalid-activity-word' }
  | { readonly kind: 'invalid-license-status-word' }
  | { readonly kind: 'license-expired' }
  | { readonly kind: 'misp-not-approved' }
  | { readonly kind: 'no-active-license' }
  | { readonly kind: 'too-many-licenses' }
  | { readonly kind: 'misp-too-large' }
  /** A person who registered or edited the MISP cannot approve it. */
  | { readonly kind: 'another-person-needed' }
  /** The MISP does not have the version of `If-Match`. */
  | { readonly kind: 'version-mismatch' }
  /** The idempotency key was used for another request. */
  | { readonly kind: 'idempotency-key-conflict' }
  /** The caller's token does not give the right to the operation. */
  | { readonly kind: 'access-denied' };

export type DomainErrorKind = DomainError['kind'];
