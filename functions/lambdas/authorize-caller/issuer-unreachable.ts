import type { DocumentFault } from './read-json.ts';

/** Why no token can be checked; docs/runbooks/authorizer-failing.md says what to do in each case. */
export type UnreachableReason =
  | `discovery-${DocumentFault}`
  | 'discovery-names-another-issuer'
  | 'discovery-names-no-jwks-uri'
  | 'jwks-uri-not-https'
  | 'jwks-uri-not-allowed'
  | `keys-${DocumentFault}`
  | 'keys-no-key-set';

/** The issuer or its keys cannot be read, or its discovery document cannot be trusted. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
  readonly reason: UnreachableReason;

  constructor(reason: UnreachableReason, options?: ErrorOptions) {
    super(`The keys of the issuer cannot be read: ${reason}`, options);
    this.reason = reason;
  }
}
