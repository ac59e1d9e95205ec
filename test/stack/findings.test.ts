import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { createApp } from '../../lib/create-app.ts';
import { devSettings, prodSettings } from './template.ts';

let outdir: string;

/** The app of `cdk deploy`, without the check against CloudFormation's schemas, which `npm run synth` does. */
function appOf(stage: string, settings: StageSettings) {
  const app = createApp({ stages: { [stage]: settings }, stage, outdir, validation: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

describe("cdk-nag's AWS Solutions rules", () => {
  // The CDK prints its report to the terminal, and warns about a property that cdk-nag reads and nobody sets.
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'misp-findings-'));
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(outdir, { recursive: true });
  });

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
    expect(() => appOf(stage, settings).synth()).not.toThrow();
  });

  test('would find a wildcard without a reason', () => {
    const app = appOf('prod', prodSettings);
    const stack = app.node.findChild('misp-prod');
    new CfnPolicy(stack, 'Careless', {
      policyName: 'careless',
      policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }] },
      users: ['somebody'],
    });
    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5\[Action::dynamodb:\*\]/);
  });
});
