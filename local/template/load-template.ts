import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './identities.ts';
import { identityRules } from './identities.ts';
import type { Scope } from './intrinsics.ts';
import { resolveIntrinsics } from './intrinsics.ts';
import type { JsonRecord } from './json-values.ts';
import { isRecord, optionalTextOf, recordOf, textOf } from './json-values.ts';
import { pseudoParameters } from './pseudo-parameters.ts';
import type { Resource, RunnableTemplate } from './resources.ts';

const ENDING = '.template.json';

/**
 * Reads the template of a synthesized stack and resolves its intrinsic functions.
 * @param folder the cloud assembly: the output folder of `cdk synth`.
 * @param stackName needed only if the assembly has several stacks.
 * @throws Error if there is no such template, or naming the resource and the expression that cannot be resolved.
 */
export function loadTemplate(folder: string, stackName?: string): RunnableTemplate {
  const stacks = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(ENDING))
        .map((file) => file.slice(0, -ENDING.length))
    : [];
  const name = stackName ?? (stacks.length === 1 ? stacks[0] : undefined);
  if (name === undefined || !stacks.includes(name)) {
    throw new Error(
      `${folder} holds ${stacks.length === 0 ? 'no stack' : `the stacks ${stacks.join(', ')}`}; wanted: ${stackName ?? 'exactly one'}`,
    );
  }
  const template: unknown = JSON.parse(readFileSync(join(folder, `${name}${ENDING}`), 'utf8'));
  return runnableTemplate(recordOf(template, 'The template'), name, folder);
}

/** Resolves a parsed template, like `loadTemplate`. */
export function runnableTemplate(template: JsonRecord, stackName: string, folder: string): RunnableTemplate {
  if (template.Transform !== undefined) throw new Error(`${stackName}: a template with a Transform cannot run here`);
  const stack = new StackScope(template, stackName);
  const all = stack.logicalIds().map((logicalId) => stack.resource(logicalId));
  const owners = new Map(all.flatMap((resource) => stack.arnsOf(resource).map((arn) => [arn, resource] as const)));
  const outputs = Object.entries(recordOf(template.Outputs, 'Outputs')).map(([name, output]) => {
    const value = resolveIntrinsics(recordOf(output, `Output ${name}`).Value, stack, `Output ${name}`);
    return [name, String(value)] as const;
  });
  return {
    stackName,
    folder,
    resources: all,
    outputs: Object.fromEntries(outputs),
    ofType: (type) => all.filter((resource) => resource.type === type),
    byArn: (arn) => {
      const resource = owners.get(arn);
      if (resource === undefined) throw new Error(`Nothing in ${stackName} has the ARN ${arn}`);
      return resource;
    },
  };
}

/** Resolves the references of one template. Computes each resource's identity once. */
class StackScope implements Scope {
  readonly #template: JsonRecord;
  readonly #stackName: string;
  readonly #resources: JsonRecord;
  readonly #pseudo: JsonRecord;
  readonly #identities = new Map<string, Identity | 'in progress'>();

  constructor(template: JsonRecord, stackName: string) {
    this.#template = template;
    this.#stackName = stackName;
    this.#resources = recordOf(template.Resources, 'Resources');
    this.#pseudo = pseudoParameters(stackName);
  }

  /** Leaves out resources with a false condition, as a deployment does. */
  logicalIds(): readonly string[] {
    return Object.keys(this.#resources).filter((logicalId) => {
      const condition = optionalTextOf(this.#declaration(logicalId).Condition, `The condition of ${logicalId}`);
      return condition === undefined || this.condition(condition);
    });
  }

  resource(logicalId: string): Resource {
    const declaration = this.#declaration(logicalId);
    const type = textOf(declaration.Type, `The type of ${logicalId}`);
    const where = `${logicalId} (${type})`;
    const identity = identityRules[type] === undefined ? undefined : this.#identity(logicalId);
    const resolved = resolveIntrinsics(declaration.Properties ?? {}, this, where);
    const metadata = recordOf(declaration.Metadata, `The metadata of ${where}`);
    const properties = recordOf(resolved, `The properties of ${where}`);
    return { logicalId, type, name: identity?.ref ?? logicalId, arn: identity?.arn, properties, metadata };
  }

  /** Every ARN that identifies a resource. */
  arnsOf(resource: Resource): readonly string[] {
    if (resource.arn === undefined) return [];
    const others = Object.values(this.#identity(resource.logicalId).attributes);
    // The ARN of a log group is used with and without `:*`, which means its streams.
    return [resource.arn, resource.arn.replace(/:\*$/, ''), ...others].filter((text) => text.startsWith('arn:'));
  }

  ref(logicalId: string): unknown {
    const pseudo = this.#pseudo[logicalId];
    if (pseudo !== undefined) return pseudo;
    const parameter = recordOf(this.#template.Parameters, 'Parameters')[logicalId];
    if (isRecord(parameter)) {
      const stored = String(parameter.Type).startsWith('AWS::SSM::');
      if (stored || parameter.Default === undefined) throw new Error(`the parameter ${logicalId} has no value here`);
      return parameter.Default;
    }
    return this.#identity(logicalId).ref;
  }

  attribute(logicalId: string, name: string): unknown {
    const value = this.#identity(logicalId).attributes[name];
    const type = String(this.#declaration(logicalId).Type);
    if (value === undefined) throw new Error(`the attribute ${name} of ${type} is not known here`);
    return value;
  }

  condition(name: string): boolean {
    const expression = recordOf(this.#template.Conditions, 'Conditions')[name];
    if (expression === undefined) throw new Error(`there is no condition ${name}`);
    return resolveIntrinsics(expression, this, `Condition ${name}`) === true;
  }

  mapping(name: string, first: string, second: string): unknown {
    const table = recordOf(recordOf(this.#template.Mappings, 'Mappings')[name], `Mapping ${name}`);
    const value = recordOf(table[first], `Mapping ${name}.${first}`)[second];
    if (value === undefined) throw new Error(`there is no mapping ${name}.${first}.${second}`);
    return value;
  }

  #declaration(logicalId: string): JsonRecord {
    const declaration = this.#resources[logicalId];
    if (!isRecord(declaration)) throw new Error(`there is no resource ${logicalId}`);
    return declaration;
  }

  #identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known === 'in progress') throw new Error(`the name of ${logicalId} depends on itself`);
    if (known !== undefined) return known;
    const declaration = this.#declaration(logicalId);
    const type = String(declaration.Type);
    const rule = identityRules[type];
    if (rule === undefined) throw new Error(`the name of ${logicalId} (${type}) is not known here`);
    const properties = recordOf(declaration.Properties, `The properties of ${logicalId}`);
    this.#identities.set(logicalId, 'in progress');
    const identity = rule({
      stackName: this.#stackName,
      logicalId,
      has: (property) => properties[property] !== undefined,
      text: (property) =>
        optionalTextOf(
          resolveIntrinsics(properties[property], this, `${logicalId} (${type})`),
          `${logicalId}.${property}`,
        ),
    });
    this.#identities.set(logicalId, identity);
    return identity;
  }
}
