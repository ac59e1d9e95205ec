import { describe, expect, test } from '@jest/globals';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { devSettings, type Json, prodSettings, synthesized, type Template } from './template.ts';

/** Rules for every resource, in both stages, with everything that the configuration can add. */

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

/** The places of empty texts in a value. The delimiter of `Fn::Join` is not a value of a resource. */
function emptyTexts(value: unknown, path: string): readonly string[] {
  if (value === '') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Fn::Join' ? emptyTexts(inner[1], `${path}.${key}`) : emptyTexts(inner, `${path}.${key}`),
  );
}

interface NamedStatement {
  /** The resource of the policy, and what it allows. */
  readonly title: string;
  readonly effect: string;
  readonly principal: Json | string;
  readonly actions: readonly string[];
  readonly condition: Json;
}

const listOf = (value: unknown): readonly string[] => [value].flat() as string[];

/** A policy as text: what intrinsic functions insert does not matter to any rule here. */
function parsedPolicy(document: Json): Json {
  const join = document['Fn::Join'];
  if (join === undefined) return typeof document === 'string' ? JSON.parse(document) : document;
  return JSON.parse(join[1].map((part: unknown) => (typeof part === 'string' ? part : 'a-reference')).join(join[0]));
}

/** Every statement of every resource policy: who may act on a resource. Not policies of roles or their trust. */
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
    // A bus policy is one statement; all others have a list.
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

  test('allows a service of AWS access only on behalf of this account or one source in it', () => {
    const ofServices = statementsOnResources(template).filter(
      ({ effect, principal }) => effect === 'Allow' && typeof principal === 'object' && 'Service' in principal,
    );
    // Every kind of policy is checked.
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
    // EventBridge sends no source when it creates a stream in a log group (docs/local-cloud.md, assumption 25).
    expect(withoutSource.map(({ actions }) => actions)).toEqual([['logs:CreateLogStream']]);
  });

  test('allows everybody access only under a condition on the account, if at all', () => {
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
