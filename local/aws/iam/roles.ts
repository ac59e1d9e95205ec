import { listOf, recordOf, textOf, textsOf } from '../../template/json-values.ts';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { withinBoundary } from './boundaries.ts';
import { managedPolicy } from './managed-policies.ts';
import { readPolicy, type Statement, verdictOf } from './policy-document.ts';

/** A role of the template with all its policy statements. */
export interface RolePolicies {
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly Statement[];
}

/** Both kinds of policy can name the roles that they are attached to. */
const policyTypes = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];
const knownTypes = new Set(['AWS::IAM::Role', ...policyTypes]);

/**
 * The roles of a template, by ARN.
 * @throws Error naming a role or policy with something that is not supported.
 */
export function readRoles(template: RunnableTemplate): ReadonlyMap<string, RolePolicies> {
  const unknown = template.resources.find(({ type }) => type.startsWith('AWS::IAM::') && !knownTypes.has(type));
  if (unknown !== undefined) throw new Error(`${unknown.type} ${unknown.logicalId} is not evaluated here`);
  const attached = policyTypes.flatMap(template.ofType).map((policy) => {
    for (const other of ['Users', 'Groups']) refuse(policy, other);
    return {
      roles: textsOf(policy.properties.Roles, `Roles of ${policy.logicalId}`),
      statements: readPolicy(policy.properties.PolicyDocument, policy.logicalId),
    };
  });
  return new Map(
    template.ofType('AWS::IAM::Role').map((role) => {
      const own = [
        ...attached.filter(({ roles }) => roles.includes(role.name)).flatMap((policy) => policy.statements),
        ...inlineStatements(role),
        ...managedStatements(template, role),
      ];
      const arn = textOf(role.arn, `The ARN of ${role.logicalId}`);
      return [arn, { name: role.name, arn, statements: withinBoundary(template, role, own) }];
    }),
  );
}

/** Whether a service may assume the role. */
export function isTrusted(role: Resource, service: string): boolean {
  const statements = readPolicy(role.properties.AssumeRolePolicyDocument, `${role.logicalId}, trust`, '*');
  const own = statements.filter(({ principals }) =>
    principals.some(({ kind, name }) => name === '*' || (kind === 'Service' && name === service)),
  );
  return verdictOf(own, { action: 'sts:AssumeRole', resource: '*', context: {} }) === 'Allow';
}

function inlineStatements(role: Resource): readonly Statement[] {
  return listOf(role.properties.Policies, `Policies of ${role.logicalId}`).flatMap((policy, index) => {
    const where = `${role.logicalId}.Policies.${index}`;
    return readPolicy(recordOf(policy, where).PolicyDocument, where);
  });
}

function managedStatements(template: RunnableTemplate, role: Resource): readonly Statement[] {
  return textsOf(role.properties.ManagedPolicyArns, `ManagedPolicyArns of ${role.logicalId}`).flatMap((arn) => {
    const statements = managedPolicy(template, arn);
    if (statements !== undefined) return statements;
    throw new Error(`${role.type} ${role.logicalId}: what ${arn} allows is not known here`);
  });
}

function refuse(resource: Resource, property: string): void {
  const value = resource.properties[property];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
  throw new Error(`${resource.type} ${resource.logicalId}: ${property} is not evaluated here`);
}
