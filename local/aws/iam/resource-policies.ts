import * as z from 'zod/mini';
import { textOf, textsOf } from '../../template/json-values.ts';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { busNameOf } from '../bus/bus-rules.ts';
import { ignored, readProperties } from '../resource-properties.ts';
import { contextOf, type Identity } from './identities.ts';
import { type Access, type Principal, readPolicy, type Statement, verdictOf } from './policy-document.ts';
import { isArnLike } from './wildcards.ts';

/** The policy of a queue: all that is attached to it. */
export function queuePolicy(template: RunnableTemplate, queueArn: string): readonly Statement[] {
  const queue = template.byArn(queueArn);
  return template
    .ofType('AWS::SQS::QueuePolicy')
    .filter((policy) => textsOf(policy.properties.Queues, `Queues of ${policy.logicalId}`).includes(queue.name))
    .flatMap((policy) => readPolicy(policy.properties.PolicyDocument, policy.logicalId));
}

/** What the account lets services do with its log groups. */
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
 * The policies of buses, by the buses' ARNs. Each resource of the template adds a statement to the policy of its bus.
 * @throws Error for one that is not evaluated here, above all for the older form without a statement.
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

/** What the policy of a resource says to somebody. The account as a principal is denied as a whole, and allowed by its own policies. */
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

/** Whether a service may invoke a function for one of its resources. */
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
