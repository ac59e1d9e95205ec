import { optionalTextOf } from '../../template/json-values.ts';
import type { Resource, RunnableTemplate } from '../../template/resources.ts';
import { managedPolicy } from './managed-policies.ts';
import { type Access, type Statement, verdictOf } from './policy-document.ts';
import type { Obstacle } from './refusal.ts';

/**
 * What a role may do within its permissions boundary: what its policies allow and the boundary allows, and neither denies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html). A boundary that is known by its ARN only
 * takes nothing away here: see `unknownBoundaries`.
 * @param statements of the role's own policies.
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
  // Its denials also go before what the policy of a resource allows.
  const denials = boundary.filter(({ effect }) => effect === 'Deny');
  return [...bounded, ...denials.map((one) => ({ ...one, isOfBoundary: true as const }))];
}

/** Whether it is the boundary that stands in the way of an access, and how. @param statements of a role, within its boundary. */
export function boundaryObstacle(statements: readonly Statement[], access: Access): Obstacle | undefined {
  const withoutIt = statements
    .filter(({ isOfBoundary }) => !isOfBoundary)
    .map(({ within: _, ...statement }) => statement);
  if (verdictOf(withoutIt, access) !== 'Allow') return undefined;
  const verdict = verdictOf(statements, access);
  if (verdict === 'Allow') return undefined;
  return verdict === 'Deny' ? 'boundary denies' : 'boundary does not allow';
}

/** A line for each boundary of which nothing is known here but its ARN (docs/local-cloud.md, assumption 37). */
export function unknownBoundaries(template: RunnableTemplate): readonly string[] {
  const roles = template.ofType('AWS::IAM::Role');
  const arns = new Set(roles.flatMap((role) => boundaryOf(role) ?? []));
  return [...arns]
    .filter((arn) => managedPolicy(template, arn) === undefined)
    .map(
      (arn) => `What the permissions boundary ${arn} allows is not known here: it takes nothing away from the roles`,
    );
}

function boundaryOf({ properties, logicalId }: Resource): string | undefined {
  return optionalTextOf(properties.PermissionsBoundary, `PermissionsBoundary of ${logicalId}`);
}
