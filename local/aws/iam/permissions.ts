import * as z from 'zod/mini';
import { credentialsOf } from '../../functions/credentials.ts';
import { optionalTextOf, textOf } from '../../template/json-values.ts';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import type { Admission, Admit, ServiceCall } from '../admission.ts';
import { boundaryObstacle } from './boundaries.ts';
import { FunctionGrants, type Grant, type GrantName } from './grants.ts';
import { contextOf, type Identity, outsider } from './identities.ts';
import { EVENT_DELIVERY, logDeliveryAccess } from './log-delivery.ts';
import { neededAccess } from './needed-access.ts';
import { type Access, type Statement, verdictOf } from './policy-document.ts';
import { accessDenied, type Obstacle, refusal } from './refusal.ts';
import { logsPolicies, readBusPolicies, verdictFor } from './resource-policies.ts';
import { type RolePolicies, readRoles } from './roles.ts';
import { type SecuredTable, securedTables } from './secured-tables.ts';

/** A function, its role, and what that allows. */
export interface SecuredFunction {
  readonly name: string;
  readonly arn: string;
  readonly role: RolePolicies;
  readonly grants: FunctionGrants;
}

export interface PermissionOptions {
  readonly template: RunnableTemplate;
  /** Taken away from the template's policies, to see what misses it. */
  readonly withoutGrant?: GrantName | undefined;
  readonly onProblem: (text: string) => void;
}

/** The IAM policies of a template: who may call what. */
export class Permissions {
  readonly functions: readonly SecuredFunction[];
  readonly tables: readonly SecuredTable[];
  readonly #byAccessKey: ReadonlyMap<string, SecuredFunction>;
  readonly #busPolicies: ReadonlyMap<string, readonly Statement[]>;
  readonly #logsPolicies: readonly Statement[];
  readonly #onProblem: (text: string) => void;

  /** @throws Error naming anything in the template's policies that the evaluator does not know. */
  constructor({ template, withoutGrant, onProblem }: PermissionOptions) {
    this.#onProblem = onProblem;
    this.tables = securedTables(template);
    const roles = readRoles(template);
    this.functions = template.ofType('AWS::Lambda::Function').map((resource) => {
      const roleArn = optionalTextOf(resource.properties.Role, `Role of ${resource.name}`) ?? '';
      const role = roles.get(roleArn);
      if (role === undefined)
        throw new Error(`The function ${resource.name} has the role ${roleArn}, not in the template`);
      const arn = textOf(resource.arn, `The ARN of ${resource.name}`);
      return { name: resource.name, arn, role, grants: new FunctionGrants(resource.name, role.statements) };
    });
    this.#busPolicies = readBusPolicies(template);
    this.#logsPolicies = logsPolicies(template);
    this.#byAccessKey = new Map(this.functions.map((one) => [credentialsOf(one.name).accessKeyId, one]));
    if (withoutGrant !== undefined) this.withhold(withoutGrant);
  }

  /**
   * Admits what the caller's role allows and the policy of the resource does not deny. Callers that are no functions of the
   * template may do everything but what a bus's own policy denies them; a rule writes to a log group only where that is allowed.
   */
  readonly admit: Admit = async (call) => {
    if (call.service === 'logs') return this.#admitDelivery(call);
    const one = this.#functionOf(call);
    const isPutEvents = call.service === 'events' && call.action === 'PutEvents';
    if (one === undefined && !isPutEvents) return ADMITTED;
    const caller = one?.name ?? call.caller ?? 'somebody without credentials';
    const identity: Identity =
      one === undefined ? outsider(call.caller, call.session) : { kind: 'principal', arn: one.role.arn };
    let needed: readonly Access[];
    try {
      needed = neededAccess(call, this.tables).map((access) => ({
        ...access,
        context: { ...access.context, ...contextOf(identity) },
      }));
    } catch (error) {
      this.#onProblem(`${caller}: a call whose permission cannot be evaluated: ${error}`);
      return refusal(call, `${caller} is not authorized: ${error}`);
    }
    for (const access of needed) {
      const obstacle = this.#obstacleTo(access, identity, one);
      if (obstacle !== undefined) return accessDenied(call, sessionOf(identity, one), access, obstacle);
    }
    one?.grants.recordUse(needed);
    return ADMITTED;
  };

  #functionOf({ caller, session }: ServiceCall): SecuredFunction | undefined {
    return this.#byAccessKey.get(caller ?? '') ?? this.functions.find(({ role }) => role.arn === session);
  }

  /** Within an account either side may allow an access, and neither may deny it. */
  #obstacleTo(access: Access, identity: Identity, one: SecuredFunction | undefined): Obstacle | undefined {
    const policy = this.#busPolicies.get(access.resource) ?? [];
    // Nobody here has policies but the functions: an outsider stands for somebody who may do everything.
    const outside = identity.kind === 'anonymous' ? 'silent' : 'Allow';
    const own = one === undefined ? outside : verdictOf(one.grants.statements, access);
    const ofResource = verdictFor(policy, identity, access);
    const ofBoundary = one && boundaryObstacle(one.grants.statements, access);
    if (own === 'Deny') return ofBoundary ?? 'identity denies';
    if (ofResource === 'Deny') return 'resource denies';
    return own === 'Allow' || ofResource === 'Allow' ? undefined : (ofBoundary ?? 'nothing allows');
  }

  #admitDelivery(call: ServiceCall): Admission {
    const needed = logDeliveryAccess(logGroupArnOf(call), call.sourceArn);
    const refused = needed.find(({ identity, access }) => verdictFor(this.#logsPolicies, identity, access) !== 'Allow');
    if (refused === undefined) return ADMITTED;
    return accessDenied(call, EVENT_DELIVERY, refused.access, 'nothing allows');
  }

  /** Every grant of every function, with the calls that have used it. */
  grants(): readonly Grant[] {
    return this.functions.flatMap(({ grants }) => grants.all());
  }

  /** Starts counting uses again from zero. */
  forgetUses(): void {
    for (const { grants } of this.functions) grants.forgetUses();
  }

  /**
   * Takes a grant away from now on.
   * @returns what gives it back.
   * @throws Error when there is no such function or grant.
   */
  withhold(name: GrantName): () => void {
    return this.functionNamed(name.function).grants.withhold(name);
  }

  /** @param name the whole name, or the part of it that follows service and stage. @throws Error when there is none. */
  functionNamed(name: string): SecuredFunction {
    const found =
      this.functions.find((one) => one.name === name) ?? this.functions.find((one) => one.name.endsWith(`-${name}`));
    if (found === undefined) throw new Error(`There is no function ${name}`);
    return found;
  }

  /** The policies of a function as they hold now; empty for an ARN that is no function's. */
  statementsOf(functionArn: string): readonly Statement[] {
    return this.functions.find(({ arn }) => arn === functionArn)?.grants.statements ?? [];
  }
}

const ADMITTED: Admission = { admitted: true };

const delivery = z.object({ logGroupName: z.string() });

function logGroupArnOf({ input }: ServiceCall): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${delivery.parse(input).logGroupName}`;
}

/** As AWS names a caller in a refusal: not by the role, but by its session. */
function sessionOf(identity: Identity, one: SecuredFunction | undefined): string {
  if (identity.kind !== 'principal') return 'anonymous';
  const session = /:role\/(?:.*\/)?([^/]+)$/.exec(identity.arn)?.[1];
  if (session === undefined) return identity.arn;
  const account = identity.arn.split(':')[4];
  return `arn:aws:sts::${account}:assumed-role/${session}/${one?.name ?? 'local'}`;
}
