import * as z from 'zod/mini';
import { issuesIn } from '../resource-properties.ts';
import { type Condition, hold, type RequestContext, readConditions } from './conditions.ts';
import { isAction, isArnLike } from './wildcards.ts';

/** The principal of a statement in a resource policy: `*`, an ARN, or the name of a service. */
export interface Principal {
  readonly kind: 'AWS' | 'Service';
  readonly name: string;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Actions that it excludes (NotAction). */
  readonly exceptActions?: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** Empty in a policy of a role, which applies to the role. */
  readonly principals: readonly Principal[];
  /** The permissions boundary of the role: the statement allows only what the boundary also allows. */
  readonly within?: readonly Statement[];
  /** Whether the statement comes from the boundary itself. */
  readonly isOfBoundary?: true;
}

/** An access that policies allow or deny. */
export interface Access {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

const texts = z.union([z.string(), z.array(z.string())]);
/** Strict: NotResource and NotPrincipal are not supported, and ignoring them would reverse a statement. */
const statementSchema = z.strictObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.optional(texts),
  NotAction: z.optional(texts),
  Resource: z.optional(texts),
  Condition: z.optional(z.unknown()),
  Principal: z.optional(z.unknown()),
});
const documentSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.optional(z.string()),
  Statement: z.unknown(),
});
const principals = z.strictObject({ AWS: z.optional(texts), Service: z.optional(texts) });

/**
 * Reads a policy document.
 * @param ownResource the resource that the policy is attached to, for statements without a resource.
 * @throws Error naming the place of anything that is not supported.
 */
export function readPolicy(document: unknown, where: string, ownResource?: string): readonly Statement[] {
  const { Statement } = read(documentSchema, document, where);
  return [Statement].flat().map((one: unknown, index) => {
    const place = `${where}, statement ${index + 1}`;
    const statement = read(statementSchema, one, place);
    const { Action, NotAction } = statement;
    if ((Action === undefined) === (NotAction === undefined)) throw new Error(`${place}: needs Action or NotAction`);
    const resources = [statement.Resource ?? ownResource ?? []].flat();
    if (resources.length === 0) throw new Error(`${place}: names no resource`);
    const variable = resources.find((resource) => resource.includes('${'));
    if (variable !== undefined) throw new Error(`${place}: policy variables (${variable}) are not evaluated here`);
    return {
      effect: statement.Effect,
      actions: [Action ?? '*'].flat(),
      ...(NotAction === undefined ? {} : { exceptActions: [NotAction].flat() }),
      resources,
      conditions: readConditions(statement.Condition, place),
      principals: principalsOf(statement.Principal, place),
    };
  });
}

function principalsOf(principal: unknown, where: string): readonly Principal[] {
  if (principal === undefined) return [];
  if (principal === '*') return [{ kind: 'AWS', name: '*' }];
  const named = read(principals, principal, `${where}, Principal`);
  return (['AWS', 'Service'] as const).flatMap((kind) => [named[kind] ?? []].flat().map((name) => ({ kind, name })));
}

function read<T>(schema: z.ZodMiniType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${where}: a policy that is not evaluated here: ${issuesIn(parsed.error)}`);
}

/** Whether a statement applies to an access, for any principal. */
export function applies(statement: Statement, { action, resource, context }: Access): boolean {
  return (
    statement.actions.some((pattern) => isAction(pattern, action)) &&
    !statement.exceptActions?.some((pattern) => isAction(pattern, action)) &&
    statement.resources.some((pattern) => isArnLike(pattern, resource)) &&
    hold(statement.conditions, context) &&
    (statement.within === undefined || verdictOf(statement.within, { action, resource, context }) === 'Allow')
  );
}

/** Combines statements into a verdict: a denial wins over everything else, and silence is not a denial. */
export function verdictOf(statements: readonly Statement[], access: Access): 'Allow' | 'Deny' | 'silent' {
  const effects = new Set(statements.filter((one) => applies(one, access)).map(({ effect }) => effect));
  if (effects.has('Deny')) return 'Deny';
  return effects.has('Allow') ? 'Allow' : 'silent';
}
