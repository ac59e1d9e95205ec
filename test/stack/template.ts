import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { templateText } from './synthesis.ts';

/** JSON of any shape, for a resource's properties; a wrong access fails the test. */
// biome-ignore lint/suspicious/noExplicitAny: a type for each resource would say again what the tests assert.
export type Json = Record<string, any>;

/** The synthesized template for tests. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  readonly raw: Json;
}

export interface Template {
  readonly json: Json;
  readonly all: readonly Resource[];
  ofType(type: string): readonly Resource[];
  /** The only resource of a type. */
  only(type: string): Resource;
  /** The resource that `Ref` or `Fn::GetAtt` points to. */
  target(reference: unknown): Resource;
}

export const devSettings: StageSettings = {
  data: 'destroy',
  auth: { issuer: 'http://localhost:3000/_local/issuer', audience: 'misp-management-service', tokenSource: 'either' },
};
export const prodSettings: StageSettings = {
  auth: { issuer: 'https://issuer.example.org/realms/mosip', audience: 'misp-management-service' },
};

/** A synthesized stage. */
export function synthesized(stage: string, settings: StageSettings): Template {
  return templateOf(JSON.parse(templateText(stage, settings)));
}

function templateOf(json: Json): Template {
  const all = Object.entries<Json>(json.Resources).map(([logicalId, raw]) => ({
    logicalId,
    type: raw.Type,
    properties: raw.Properties ?? {},
    raw,
  }));
  const ofType = (type: string) => all.filter((resource) => resource.type === type);
  return {
    json,
    all,
    ofType,
    only: (type) => {
      const found = ofType(type);
      if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
      return found[0]!;
    },
    target: (reference) => {
      const { Ref, 'Fn::GetAtt': attribute } = reference as Json;
      const found = all.find((resource) => resource.logicalId === (Ref ?? attribute?.[0]));
      if (found === undefined) throw new Error(`Nothing is at ${JSON.stringify(reference)}`);
      return found;
    },
  };
}

/** A policy statement with lists in place of single values. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly condition: Json | undefined;
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

export function statementsOf(policyDocument: Json): readonly Statement[] {
  return policyDocument.Statement.map((statement: Json) => ({
    actions: listOf(statement.Action),
    resources: listOf(statement.Resource),
    condition: statement.Condition,
  }));
}

/** What a function's role may do, from all policies attached to it. */
export function statementsOfFunction(template: Template, lambda: Resource): readonly Statement[] {
  const role = template.target(lambda.properties.Role);
  return template
    .ofType('AWS::IAM::Policy')
    .filter((policy) => policy.properties.Roles.some((reference: unknown) => template.target(reference) === role))
    .flatMap((policy) => statementsOf(policy.properties.PolicyDocument));
}

/** The service's name of a function: the last part of its physical name. */
export function nameOf(lambda: Resource): string {
  return lambda.properties.FunctionName.replace(/^misp-(dev|prod)-/, '');
}
