import * as z from 'zod/mini';
import { textOf, textsOf } from '../../template/json-values.ts';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { busNameOf } from '../bus/bus-rules.ts';
import { ignored, readProperties } from '../resource-properties.ts';
import { contextOf, type Identity } from './identities.ts';
import { type Access, type Principal, readPolicy, type Statement, verdictOf } from './policy-document.ts';
import { isArnLike } from './wildcards.ts';

/** All policy statements of a queue. */
export function queuePolicy(template: RunnableTemplate, queueArn: string): readonly Statement[] {
  const queue = template.byArn(queueArn);
  return template
    .ofType('AWS::SQS::QueuePolicy')
    .filter((policy) => textsOf(policy.properties.Queues, `Queues of ${policy.logicalId}`).includes(queue.name))
    .flatMap((policy) => readPolicy(policy.properties.PolicyDocument, policy.logicalId));
}

/** The account's resource policies for log groups. */
export function logsPolicies(template: RunnableTemplate): readonly Statement[] {
  return template.ofType('AWS::Logs::ResourcePolicy').flatMap((policy) => {
    const document: unknown = JSON.parse(textOf(policy.properties.PolicyDocument, policy.logicalId));
    return readPolicy(document, policy.logicalId);
  });
}

const busPolicyProperties = z.strictObject({
  EventBusName: z._default(z.string(), 'default'),
  StatementId: z.string(),
  Statement: z.unknown(),
});

/**
 * The policies of buses, by the ARN of the bus. Each `AWS::Events::EventBusPolicy` adds a statement.
 * @throws Error for one that is not supported, such as the older form without `Statement`.
 */
export function readBusPolicies(template: RunnableTemplate): ReadonlyMap<string, readonly Statement[]> {
  const policies = new Map<string, readonly Statement[]>();
  for (const policy of template.ofType('AWS::Events::EventBusPolicy')) {
    const { EventBusName, Statement } = readProperties(policy, busPolicyProperties);
    const arn = `arn:aws:events:${region}:${accountId}:event-bus/${busNameOf(EventBusName)}`;
    const statements = readPolicy({ Version: '2012-10-17', Statement }, policy.logicalId, arn);
    policies.set(arn, [...(policies.get(arn) ?? []), ...statements]);
  }
  return policies;
}

/**
 * The verdict of a resource policy for an identity. If its principal is the account, a denial applies to every identity
 * in it; what it allows still needs their own policies.
 */
export function verdictFor(
  statements: readonly Statement[],
  identity: Identity,
  { action, resource, context }: Access,
): 'Allow' | 'Deny' | 'silent' {
  const own = statements.filter(({ effect, principals }) =>
    principals.some(
      (principal) => isMeant(principal, identity) || (effect === 'Deny' && isAccountOf(principal, identity)),
    ),
  );
  return verdictOf(own, { action, resource, context: { ...context, ...contextOf(identity) } });
}

function isMeant({ kind, name }: Principal, identity: Identity): boolean {
  if (name === '*') return true;
  if (identity.kind === 'service') return kind === 'Service' && name === identity.name;
  return identity.kind === 'principal' && kind === 'AWS' && name === identity.arn;
}

function isAccountOf({ kind, name }: Principal, identity: Identity): boolean {
  if (identity.kind !== 'principal' || kind !== 'AWS') return false;
  const account = identity.arn.split(':')[4] ?? '';
  return name === account || name === `arn:aws:iam::${account}:root`;
}

const permissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.optional(z.string()),
  SourceAccount: ignored,
});

/** Whether a service may invoke a function on behalf of one of its resources. */
export function mayInvoke(
  template: RunnableTemplate,
  functionArn: string,
  service: string,
  sourceArn: string,
): boolean {
  const invoked = template.byArn(functionArn);
  return template.ofType('AWS::Lambda::Permission').some((permission) => {
    const { Action, FunctionName, Principal, SourceArn } = readProperties(permission, permissionProperties);
    return (
      Action === 'lambda:InvokeFunction' &&
      (FunctionName === functionArn || FunctionName === invoked.name) &&
      Principal === service &&
      (SourceArn === undefined || isArnLike(SourceArn, sourceArn))
    );
  });
}
