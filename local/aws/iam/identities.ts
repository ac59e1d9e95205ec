import { accountId } from '../../template/pseudo-parameters.ts';
import type { RequestContext } from './conditions.ts';

/**
 * Who makes a call, as policies see it: a role or a user of the account, a service of AWS, in the name of a resource where it
 * says so, or somebody without credentials.
 */
export type Identity =
  | { readonly kind: 'principal'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string; readonly sourceArn?: string }
  | { readonly kind: 'anonymous' };

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/.+$/;

/**
 * A caller that is not a function of the template. The signature is not checked: a session token that is a role's ARN stands for a
 * session of that role, any other access key for a user of the account, whose own policies allow everything.
 */
export function outsider(accessKeyId: string | undefined, sessionToken: string | undefined): Identity {
  if (sessionToken !== undefined && ROLE_ARN.test(sessionToken)) return { kind: 'principal', arn: sessionToken };
  if (accessKeyId === undefined) return { kind: 'anonymous' };
  return { kind: 'principal', arn: `arn:aws:iam::${accountId}:user/${accessKeyId}` };
}

/** What a call says of who makes it. Every call here counts as made over TLS. */
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
