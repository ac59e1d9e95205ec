import { credentialsOf } from '../../functions/credentials.ts';
import { optionalTextOf, textOf } from '../../template/json-values.ts';
import { accountId } from '../../template/pseudo-parameters.ts';
import type { RunnableTemplate } from '../../template/resources.ts';
import type { Admission, Admit, ServiceCall } from '../admission.ts';
import { FunctionGrants, type Grant, type GrantName } from './grants.ts';
import { neededAccess } from './needed-access.ts';
import { type Access, type Statement, verdictOf } from './policy-document.ts';
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
    this.#byAccessKey = new Map(this.functions.map((one) => [credentialsOf(one.name).accessKeyId, one]));
    if (withoutGrant !== undefined) this.withhold(withoutGrant);
  }

  /** Admits what the caller's role allows. Callers that are no functions are none of the template's: they are admitted. */
  readonly admit: Admit = async (call) => {
    const caller = this.#byAccessKey.get(call.caller ?? '');
    if (caller === undefined) return { admitted: true };
    let needed: readonly Access[];
    try {
      needed = neededAccess(call, this.tables);
    } catch (error) {
      this.#onProblem(`${caller.name}: a call whose permission cannot be evaluated: ${error}`);
      return refusal(call, `${caller.name} is not authorized: ${error}`);
    }
    const { grants } = caller;
    for (const access of needed) {
      const verdict = verdictOf(grants.statements, access);
      if (verdict !== 'Allow') return refusal(call, wordingOf(caller, access, verdict));
    }
    grants.recordUse(needed);
    return { admitted: true };
  };

  /** Every grant of every function, with the calls that have used it. */
  grants(): readonly Grant[] {
    return this.functions.flatMap(({ grants }) => grants.all());
  }

  /** Starts counting uses anew. */
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

/** As AWS words it since 2021. */
function wordingOf({ name, role }: SecuredFunction, { action, resource }: Access, verdict: 'Deny' | 'silent'): string {
  const user = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${name}`;
  const reason =
    verdict === 'Deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

function refusal({ service }: ServiceCall, text: string): Admission {
  const type = service === 'dynamodb' ? 'com.amazon.coral.service#AccessDeniedException' : 'AccessDeniedException';
  return { admitted: false, status: 400, body: { __type: type, Message: text } };
}
