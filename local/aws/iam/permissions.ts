import * as z from 'zod/mini';
import { credentialsOf } from '../../functions/credentials.ts';
import { optionalTextOf, textOf } from '../../template/json-values.ts';
import { accountId, region } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import type { Admission, Admit, ServiceCall } from '../admission.ts';
import { boundaryObstacle } from './boundaries.ts';
import { FunctionGrants, type Grant, type GrantName } from './grants.ts';
import { contextOf, externalIdentity, type Identity } from './identities.ts';
import { EVENT_DELIVERY, logDeliveryAccess } from './log-delivery.ts';
import { neededAccess } from './needed-access.ts';
import { type Access, type Statement, verdictOf } from './policy-document.ts';
import { accessDenied, type Obstacle, refusal } from './refusal.ts';
import { logsPolicies, readBusPolicies, verdictFor } from './resource-policies.ts';
import { type RolePolicies, readRoles } from './roles.ts';
import { type SecuredTable, securedTables } from './secured-tables.ts';

/** A function, its role and the role's grants. */
export interface SecuredFunction {
  readonly name: string;
  readonly arn: string;
  readonly role: RolePolicies;
  readonly grants: FunctionGrants;
}

export interface PermissionOptions {
  readonly template: RunnableTemplate;
  /** A grant to withhold, to see what fails without it. */
  readonly withoutGrant?: GrantName | undefined;
  readonly onProblem: (text: string) => void;
}

/** Evaluates the IAM policies of a template. */
export class Permissions {
  readonly functions: readonly SecuredFunction[];
  readonly tables: readonly SecuredTable[];
  readonly #byAccessKey: ReadonlyMap<string, SecuredFunction>;
  readonly #busPolicies: ReadonlyMap<string, readonly Statement[]>;
  readonly #logsPolicies: readonly Statement[];
  readonly #onProblem: (text: string) => void;

  /** @throws Error naming anything in the template's policies that is not supported. */
  constructor({ template, withoutGrant, onProblem }: PermissionOptions) {
    this.#onProblem = onProblem;
    this.tables = securedTables(template);
    const roles = readRoles(template);
    this.functions = template.ofType('AWS::Lambda::Function').map((resource) => {
      const roleArn = optionalTextOf(resource.properties.Role, `Role of ${resource.name}`) ?? '';
      const role = roles.get(roleArn);
      if (role === undefined)
        throw new Error(`The function ${resource.name} has the role ${roleArn}, which is not in the template`);
      const arn = textOf(resource.arn, `The ARN of ${resource.name}`);
      return { name: resource.name, arn, role, grants: new FunctionGrants(resource.name, role.statements) };
    });
    this.#busPolicies = readBusPolicies(template);
    this.#logsPolicies = logsPolicies(template);
    this.#byAccessKey = new Map(this.functions.map((one) => [credentialsOf(one.name).accessKeyId, one]));
    if (withoutGrant !== undefined) this.withhold(withoutGrant);
  }

  /**
   * Admits a call if the caller's role allows it and the resource policy does not deny it. Callers outside the template
   * may do everything that a bus policy does not deny. A rule may write to a log group only if a policy allows it.
   */
  readonly admit: Admit = async (call) => {
    if (call.service === 'logs') return this.#admitDelivery(call);
    const one = this.#functionOf(call);
    const isPutEvents = call.service === 'events' && call.action === 'PutEvents';
    if (one === undefined && !isPutEvents) return ADMITTED;
    const caller = one?.name ?? call.caller ?? 'somebody without credentials';
    const identity: Identity =
      one === undefined ? externalIdentity(call.caller, call.session) : { kind: 'principal', arn: one.role.arn };
    let needed: readonly Access[];
    try {
      needed = neededAccess(call, this.tables).map((access) => ({
        ...access,
        context: { ...access.context, ...contextOf(identity) },
      }));
    } catch (error) {
      this.#onProblem(`${caller}: cannot evaluate the permission of a call: ${error}`);
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

  /** Within an account, one of the two policies must allow an access, and neither may deny it. */
  #obstacleTo(access: Access, identity: Identity, one: SecuredFunction | undefined): Obstacle | undefined {
    const policy = this.#busPolicies.get(access.resource) ?? [];
    // Only functions have policies here: any other caller with credentials may do everything.
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

  /** Every grant of every function, with the number of calls that have used it. */
  grants(): readonly Grant[] {
    return this.functions.flatMap(({ grants }) => grants.all());
  }

  /** Sets the counts of uses to zero. */
  resetUseCounts(): void {
    for (const { grants } of this.functions) grants.resetUseCounts();
  }

  /**
   * Withholds a grant from now on.
   * @returns a function that restores it.
   * @throws Error if there is no such function or grant.
   */
  withhold(name: GrantName): () => void {
    return this.functionNamed(name.function).grants.withhold(name);
  }

  /** @param name the full name, or the part after service and stage. @throws Error if there is none. */
  functionNamed(name: string): SecuredFunction {
    const found =
      this.functions.find((one) => one.name === name) ?? this.functions.find((one) => one.name.endsWith(`-${name}`));
    if (found === undefined) throw new Error(`There is no function ${name}`);
    return found;
  }

  /** The current policies of a function; empty if no function has the ARN. */
  statementsOf(functionArn: string): readonly Statement[] {
    return this.functions.find(({ arn }) => arn === functionArn)?.grants.statements ?? [];
  }
}

const ADMITTED: Admission = { admitted: true };

const delivery = z.object({ logGroupName: z.string() });

function logGroupArnOf({ input }: ServiceCall): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${delivery.parse(input).logGroupName}`;
}

/** The name of a caller in AWS's error messages: the session of the role, not the role. */
function sessionOf(identity: Identity, one: SecuredFunction | undefined): string {
  if (identity.kind !== 'principal') return 'anonymous';
  const session = /:role\/(?:.*\/)?([^/]+)$/.exec(identity.arn)?.[1];
  if (session === undefined) return identity.arn;
  const account = identity.arn.split(':')[4];
  return `arn:aws:sts::${account}:assumed-role/${session}/${one?.name ?? 'local'}`;
}
