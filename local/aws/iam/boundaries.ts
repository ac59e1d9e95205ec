import { optionalTextOf } from '../../template/json-values.ts';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { managedPolicy } from './managed-policies.ts';
import { type Access, type Statement, verdictOf } from './policy-document.ts';
import type { Obstacle } from './refusal.ts';

/**
 * Limits a role's statements to its permissions boundary: both must allow an access, and neither may deny it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html). A boundary with unknown content
 * limits nothing here: see `unknownBoundaries`.
 * @param statements from the role's policies.
 */
export function withinBoundary(
  template: RunnableTemplate,
  role: Resource,
  statements: readonly Statement[],
): readonly Statement[] {
  const arn = boundaryOf(role);
  const boundary = arn === undefined ? undefined : managedPolicy(template, arn);
  if (boundary === undefined) return statements;
  const bounded = statements.map((one) => (one.effect === 'Allow' ? { ...one, within: boundary } : one));
  // Its denials also override what a resource policy allows.
  const denials = boundary.filter(({ effect }) => effect === 'Deny');
  return [...bounded, ...denials.map((one) => ({ ...one, isOfBoundary: true as const }))];
}

/**
 * Returns how the boundary prevents an access; undefined if it does not.
 * @param statements of a role, within its boundary.
 */
export function boundaryObstacle(statements: readonly Statement[], access: Access): Obstacle | undefined {
  const withoutIt = statements
    .filter(({ isOfBoundary }) => !isOfBoundary)
    .map(({ within: _, ...statement }) => statement);
  if (verdictOf(withoutIt, access) !== 'Allow') return undefined;
  const verdict = verdictOf(statements, access);
  if (verdict === 'Allow') return undefined;
  return verdict === 'Deny' ? 'boundary denies' : 'boundary does not allow';
}

/** A warning for each boundary with unknown content (docs/local-cloud.md, assumption 37). */
export function unknownBoundaries(template: RunnableTemplate): readonly string[] {
  const roles = template.ofType('AWS::IAM::Role');
  const arns = new Set(roles.flatMap((role) => boundaryOf(role) ?? []));
  return [...arns]
    .filter((arn) => managedPolicy(template, arn) === undefined)
    .map((arn) => `The content of the permissions boundary ${arn} is not known here, so it does not limit the roles`);
}

function boundaryOf({ properties, logicalId }: Resource): string | undefined {
  return optionalTextOf(properties.PermissionsBoundary, `PermissionsBoundary of ${logicalId}`);
}
