import { describe, expect, test } from '@jest/globals';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { findingsIn } from './synthesis.ts';
import { devSettings, prodSettings } from './template.ts';

describe("cdk-nag's AWS Solutions rules", () => {
  test.each<[string, StageSettings]>([
    ['dev', devSettings],
    [
      'prod',
      {
        ...prodSettings,
        alarms: { email: 'ops@example.org' },
        corsOrigins: ['https://console.example.org'],
        eventSchemas: true,
      },
    ],
    ['idle', { ...prodSettings, alarms: { enabled: false }, tracing: false }],
  ])('find nothing in %s', (stage, settings) => {
    expect(findingsIn(stage, settings)).toBe('');
  });

  test('would find a wildcard without a reason', () => {
    const policy = {
      policyName: 'careless',
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }] },
      users: ['somebody'],
    };
    expect(findingsIn('prod', prodSettings, policy)).toMatch(/AwsSolutions-IAM5\[Action::dynamodb:\*\]/);
  });
});
