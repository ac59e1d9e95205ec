import * as z from 'zod/mini';
import { textOf, textsOf } from '../../template/json-values.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import { ignored, readProperties } from '../resource-properties.ts';
import { type Access, readPolicy, type Statement, verdictOf } from './policy-document.ts';
import { isArnLike } from './wildcards.ts';

/** What a service of AWS says of itself when it calls another one for a resource of the account. */
export function contextOfSource(sourceArn: string) {
  const account = sourceArn.split(':')[4] ?? '';
  return { 'aws:SecureTransport': ['true'], 'aws:SourceArn': [sourceArn], 'aws:SourceAccount': [account] };
}

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

/** What a policy says to a service, or to anybody. */
export function verdictFor(
  statements: readonly Statement[],
  service: string,
  access: Access,
): 'Allow' | 'Deny' | 'silent' {
  const own = statements.filter(({ principals }) =>
    principals.some(({ kind, name }) => name === '*' || (kind === 'Service' && name === service)),
  );
  return verdictOf(own, access);
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
