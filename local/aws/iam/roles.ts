import { listOf, recordOf, textOf, textsOf } from '../../template/json-values.ts';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { readPolicy, type Statement, verdictOf } from './policy-document.ts';

/** A role of the template with everything that its policies say. */
export interface RolePolicies {
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly Statement[];
}

/** What AWS's own policies allow, as far as functions are given them; any other is refused. */
const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
};
const knownTypes = new Set(['AWS::IAM::Role', 'AWS::IAM::Policy']);

/**
 * The roles of a template, by their ARNs.
 * @throws Error naming a role or policy with something that is not evaluated here.
 */
export function readRoles(template: RunnableTemplate): ReadonlyMap<string, RolePolicies> {
  const unknown = template.resources.find(({ type }) => type.startsWith('AWS::IAM::') && !knownTypes.has(type));
  if (unknown !== undefined) throw new Error(`${unknown.type} ${unknown.logicalId} is not evaluated here`);
  const attached = template.ofType('AWS::IAM::Policy').map((policy) => {
    for (const other of ['Users', 'Groups']) refuse(policy, other);
    return {
      roles: textsOf(policy.properties.Roles, `Roles of ${policy.logicalId}`),
      statements: readPolicy(policy.properties.PolicyDocument, policy.logicalId),
    };
  });
  return new Map(
    template.ofType('AWS::IAM::Role').map((role) => {
      refuse(role, 'PermissionsBoundary');
      const statements = [
        ...attached.filter(({ roles }) => roles.includes(role.name)).flatMap((policy) => policy.statements),
        ...inlineStatements(role),
        ...managedStatements(role),
      ];
      const arn = textOf(role.arn, `The ARN of ${role.logicalId}`);
      return [arn, { name: role.name, arn, statements }];
    }),
  );
}

/** Whether the role lets a service act in its name. */
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

function managedStatements(role: Resource): readonly Statement[] {
  return textsOf(role.properties.ManagedPolicyArns, `ManagedPolicyArns of ${role.logicalId}`).map((arn) => {
    const actions = managedPolicies[arn];
    if (actions === undefined) {
      throw new Error(`${role.type} ${role.logicalId}: what ${arn} allows is not known here`);
    }
    return { effect: 'Allow', actions, resources: ['*'], conditions: [], principals: [] };
  });
}

function refuse(resource: Resource, property: string): void {
  const value = resource.properties[property];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
  throw new Error(`${resource.type} ${resource.logicalId}: ${property} is not evaluated here`);
}
