import type { DocumentFault } from './read-json.ts';

/** Why nothing can be said of any token; docs/runbooks/authorizer-failing.md says what to do about each. */
export type UnreachableReason =
  | `discovery-${DocumentFault}`
  | 'discovery-names-another-issuer'
  | 'discovery-names-no-jwks-uri'
  | 'jwks-uri-not-https'
  | 'jwks-uri-not-allowed'
  | `keys-${DocumentFault}`
  | 'keys-no-key-set';

/** The issuer or its keys cannot be read, or what it says of itself is not to be trusted. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
  readonly reason: UnreachableReason;

  constructor(reason: UnreachableReason, options?: ErrorOptions) {
    super(`The keys of the issuer cannot be read: ${reason}`, options);
    this.reason = reason;
  }
}
