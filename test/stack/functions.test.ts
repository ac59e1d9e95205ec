import { describe, expect, test } from '@jest/globals';
import {
  announcerVariables,
  authorizerVariables,
  operationVariables,
  publisherVariables,
} from '../../functions/environment/environment.ts';
import { operations } from '../../functions/operations.ts';
import { functionNames } from '../../lib/functions/function-names.ts';
import { devSettings, nameOf, prodSettings, statementsOfFunction, synthesized } from './template.ts';

/** Actions without resource-level permissions, and the functions that may have them. */
const ON_ANY_RESOURCE: Readonly<Record<string, readonly string[]>> = {
  // X-Ray accepts traces only for the whole account.
  'xray:PutTelemetryRecords': functionNames,
  'xray:PutTraceSegments': functionNames,
  // Lambda needs it to follow a stream; IAM has no resource for it.
  'dynamodb:ListStreams': ['publish-audit'],
};

const behindTheGateway: readonly string[] = operations.map((operation) => operation.name);

describe.each([
  ['dev', devSettings],
  ['prod', prodSettings],
])('every function of %s', (stage, settings) => {
  const template = synthesized(stage, settings);
  const functions = template.ofType('AWS::Lambda::Function');
  const each = functions.map((lambda) => [nameOf(lambda), lambda] as const);

  test('is in the list, and the list has no others', () => {
    expect(functions.map(nameOf).sort()).toEqual([...functionNames].sort());
  });

  test.each(each)('%s runs the newest long-term Node.js on arm64 and is traced', (_name, { properties }) => {
    expect(properties.Runtime).toBe('nodejs24.x');
    expect(properties.Architectures).toEqual(['arm64']);
    expect(properties.Handler).toBe('index.handler');
    expect(properties.TracingConfig).toEqual({ Mode: 'Active' });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(properties).not.toHaveProperty('Layers');
  });

  test('has its own role', () => {
    const roles = functions.map((lambda) => template.target(lambda.properties.Role).logicalId);
    expect(new Set(roles).size).toBe(functions.length);
    expect(template.ofType('AWS::IAM::Role')).toHaveLength(functions.length);
  });

  test('has a role that only Lambda can assume, without managed policies', () => {
    for (const role of template.ofType('AWS::IAM::Role')) {
      expect(role.properties).not.toHaveProperty('ManagedPolicyArns');
      const [statement, ...more] = role.properties.AssumeRolePolicyDocument.Statement;
      expect(more).toEqual([]);
      expect(statement.Principal).toEqual({ Service: 'lambda.amazonaws.com' });
    }
  });

  test.each(each)('%s has its own log, which expires', (name, { properties }) => {
    const log = template.target(properties.LoggingConfig.LogGroup);
    expect(log.properties.LogGroupName).toBe(`/aws/lambda/misp-${stage}-${name}`);
    expect(log.properties.RetentionInDays).toBeGreaterThan(0);
    expect(properties.LoggingConfig.LogFormat).toBe('Text');
  });

  test.each(each)('%s ends before its caller stops waiting', (name, { properties }) => {
    const limits: Record<string, number> = {
      'authorize-caller': 5,
      'publish-audit': 60,
      'sweep-audit-outbox': 14 * 60,
      'announce-expiring-licenses': 14 * 60,
    };
    expect(properties.Timeout).toBeLessThanOrEqual(behindTheGateway.includes(name) ? 10 : limits[name]!);
  });

  test.each(each)('%s has exactly the environment variables that it reads', (name, { properties }) => {
    const read: Record<string, readonly string[]> = {
      'authorize-caller': authorizerVariables,
      'publish-audit': publisherVariables,
      'sweep-audit-outbox': publisherVariables,
      'announce-expiring-licenses': announcerVariables,
      ...Object.fromEntries(operations.map((o) => [o.name, [...operationVariables, ...o.environment]])),
    };
    expect(Object.keys(properties.Environment.Variables).sort()).toEqual([...read[name]!].sort());
  });

  test.each(each)('%s may use a wildcard only for the listed actions', (name, lambda) => {
    for (const { actions, resources } of statementsOfFunction(template, lambda)) {
      for (const action of actions) expect(action).not.toContain('*');
      for (const resource of resources) {
        if (resource !== '*') expect(JSON.stringify(resource)).not.toContain('*');
        else for (const action of actions) expect(ON_ANY_RESOURCE[action] ?? []).toContain(name);
      }
    }
  });

  test.each(each)('%s uses a bundle named in the metadata', (_name, { raw }) => {
    expect(raw.Metadata['aws:asset:path']).toMatch(/^asset\.[0-9a-f]{64}$/);
  });
});

test('without tracing no function is traced or may write traces', () => {
  const template = synthesized('prod', { ...prodSettings, tracing: false });
  for (const lambda of template.ofType('AWS::Lambda::Function')) {
    expect(lambda.properties).not.toHaveProperty('TracingConfig');
  }
  expect(JSON.stringify(template.json)).not.toContain('xray:');
});

test('reserved concurrency is set only where configured', () => {
  const template = synthesized('prod', { ...prodSettings, reservedConcurrency: { 'validate-license-key': 50 } });
  for (const lambda of template.ofType('AWS::Lambda::Function')) {
    expect(lambda.properties.ReservedConcurrentExecutions).toBe(
      nameOf(lambda) === 'validate-license-key' ? 50 : undefined,
    );
  }
});

test('the stack has no custom resource and no foreign function', () => {
  const template = synthesized('prod', { ...prodSettings, alarms: { email: 'ops@example.org' } });
  const types = template.all.map((resource) => resource.type);
  expect(types.filter((type) => /^Custom::|CloudFormation::CustomResource|CDKMetadata/.test(type))).toEqual([]);
  expect(template.ofType('AWS::Lambda::Function')).toHaveLength(functionNames.length);
});
