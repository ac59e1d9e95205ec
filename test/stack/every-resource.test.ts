import { describe, expect, test } from '@jest/globals';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { devSettings, type Json, prodSettings, synthesized, type Template } from './template.ts';

/** Rules that no resource may break, whatever it is: in both stages, and with all that the configuration can add. */

const everything: StageSettings = {
  ...prodSettings,
  corsOrigins: ['https://console.example.org'],
  eventSchemas: true,
  alarms: { email: 'ops@example.org' },
  customDomain: {
    domainName: 'misp.example.org',
    certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b',
  },
};

/** Where an empty text stands in a value. The delimiter of `Fn::Join` is no value of a resource. */
function emptyTexts(value: unknown, path: string): readonly string[] {
  if (value === '') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Fn::Join' ? emptyTexts(inner[1], `${path}.${key}`) : emptyTexts(inner, `${path}.${key}`),
  );
}

interface NamedStatement {
  /** The resource whose policy it stands in, and what it allows. */
  readonly title: string;
  readonly effect: string;
  readonly principal: Json | string;
  readonly actions: readonly string[];
  readonly condition: Json;
}

const listOf = (value: unknown): readonly string[] => [value].flat() as string[];

/** A policy that is a text: what an intrinsic function puts into it matters to no rule here. */
function parsedPolicy(document: Json): Json {
  const join = document['Fn::Join'];
  if (join === undefined) return typeof document === 'string' ? JSON.parse(document) : document;
  return JSON.parse(join[1].map((part: unknown) => (typeof part === 'string' ? part : 'a-reference')).join(join[0]));
}

/** Every statement of every policy that says who may do something to a resource: not what a role may do, nor who takes it. */
function statementsOnResources(template: Template): readonly NamedStatement[] {
  return template.all.flatMap(({ logicalId, type, properties }): readonly NamedStatement[] => {
    if (type === 'AWS::Lambda::Permission') {
      const { SourceArn, SourceAccount, Principal, Action } = properties;
      const condition = {
        ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...(SourceAccount && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      };
      const principal = { Service: Principal };
      return [{ title: `${logicalId} ${Action}`, effect: 'Allow', principal, actions: [Action], condition }];
    }
    const document =
      properties.KeyPolicy ?? properties.Policy ?? properties.ResourcePolicy ?? properties.PolicyDocument;
    if (type.startsWith('AWS::IAM::')) return [];
    // A policy of a bus is one statement; all others have a list.
    const statements = document === undefined ? [properties.Statement ?? []].flat() : parsedPolicy(document).Statement;
    return statements.map((statement: Json) => {
      const actions = listOf(statement.Action);
      const { Effect: effect, Principal: principal, Condition: condition = {} } = statement;
      return { title: `${logicalId} ${actions.join(' ')}`, effect, principal, actions, condition };
    });
  });
}

/** The keys that a condition compares for equality or likeness. */
const comparedKeys = (condition: Json) =>
  Object.entries<Json>(condition)
    .filter(([operator]) => /^(String|Arn)(Equals|Like)$/.test(operator))
    .flatMap(([, comparison]) => Object.keys(comparison));

describe.each([
  ['dev', devSettings],
  ['prod', prodSettings],
  ['prod', everything],
])('%s %#', (stage, settings) => {
  const template = synthesized(stage, settings);

  test('has no empty text anywhere', () => expect(emptyTexts(template.json, '')).toEqual([]));

  test('lets a service of AWS touch a resource only on behalf of this account or one source in it', () => {
    const ofServices = statementsOnResources(template).filter(
      ({ effect, principal }) => effect === 'Allow' && typeof principal === 'object' && 'Service' in principal,
    );
    // Every kind of policy is looked into.
    const actions = new Set(statementsOnResources(template).flatMap((statement) => statement.actions));
    for (const action of [
      'sqs:SendMessage',
      'logs:PutLogEvents',
      'lambda:InvokeFunction',
      'kms:*',
      'events:PutEvents',
    ]) {
      expect(actions).toContain(action);
    }
    const withoutSource = ofServices.filter(
      ({ condition }) => !comparedKeys(condition).some((key) => ['aws:SourceArn', 'aws:SourceAccount'].includes(key)),
    );
    // EventBridge names no source when it creates a stream in a log group (docs/local-cloud.md, assumption 25).
    expect(withoutSource.map(({ actions }) => actions)).toEqual([['logs:CreateLogStream']]);
  });

  test('lets anybody touch a resource only under a condition on the account, if at all', () => {
    const ofAnybody = statementsOnResources(template).filter(
      ({ effect, principal }) => effect === 'Allow' && JSON.stringify(principal).includes('"*"'),
    );
    for (const { title, condition } of ofAnybody) {
      const isOfAccount = comparedKeys(condition).some((key) =>
        /^(kms:CallerAccount|aws:(Principal|Source)Account|aws:SourceOwner)$/i.test(key),
      );
      expect([title, isOfAccount]).toEqual([title, true]);
    }
  });
});
