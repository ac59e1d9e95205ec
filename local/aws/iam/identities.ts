import { accountId } from '../../template/pseudo-parameters.ts';
import type { RequestContext } from './conditions.ts';

/**
 * The identity of a caller in policies: a role or user of the account, an AWS service (with the resource that it acts
 * for, if it names one), or a caller without credentials.
 */
export type Identity =
  | { readonly kind: 'principal'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string; readonly sourceArn?: string }
  | { readonly kind: 'anonymous' };

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/.+$/;

/**
 * The identity of a caller that is not a function of the template. Signatures are not checked. A session token that is
 * a role's ARN means a session of that role. Any other access key means a user of the account with every permission.
 */
export function externalIdentity(accessKeyId: string | undefined, sessionToken: string | undefined): Identity {
  if (sessionToken !== undefined && ROLE_ARN.test(sessionToken)) return { kind: 'principal', arn: sessionToken };
  if (accessKeyId === undefined) return { kind: 'anonymous' };
  return { kind: 'principal', arn: `arn:aws:iam::${accountId}:user/${accessKeyId}` };
}

/** The condition keys that describe the caller. Every local call counts as made over TLS. */
export function contextOf(identity: Identity): RequestContext {
  const secure: RequestContext = { 'aws:SecureTransport': ['true'] };
  if (identity.kind === 'anonymous') return secure;
  if (identity.kind === 'principal') {
    return { ...secure, 'aws:PrincipalArn': [identity.arn], 'aws:PrincipalIsAWSService': ['false'] };
  }
  const service: RequestContext = { ...secure, 'aws:PrincipalIsAWSService': ['true'] };
  const { sourceArn } = identity;
  if (sourceArn === undefined) return service;
  return { ...service, 'aws:SourceArn': [sourceArn], 'aws:SourceAccount': [sourceArn.split(':')[4] ?? ''] };
}
