import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { configurationOf } from './configuration/parse-stage.ts';
import type { StageSettings } from './configuration/stage-settings.ts';
import { MispStack } from './misp-stack.ts';
import { projectFolder } from './project-folder.ts';

export interface AppOptions {
  readonly stages: Readonly<Record<string, StageSettings>>;
  /** The stage; if absent that of `-c stage=…`, and `dev` without it. */
  readonly stage?: string;
  /** The folder of the cloud assembly; if absent that of the CDK's command line. */
  readonly outdir?: string;
  /** Whether the template is checked against CloudFormation's schemas and the AWS Solutions rules. */
  readonly validation: boolean;
}

/**
 * The CDK app with the stack of one stage.
 * @throws ConfigurationError when the stage's section is missing or wrong.
 */
export function createApp({ stages, stage, outdir, validation }: AppOptions): App {
  const app = new App({
    // The command line hands these over by itself; without it, the same template needs the same flags. The metadata tell
    // the local cloud which bundle a function runs.
    context: {
      ...featureFlags(),
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
      // Warnings are about deployments: a synthesis that checks nothing does not print them.
      ...(validation ? {} : { '@aws-cdk/core:annotationsInValidationReport': false }),
    },
    analyticsReporting: false,
    // When it is wanted, the CDK decides (`--no-validation` turns it off).
    ...(validation ? {} : { builtinCloudFormationValidation: false }),
    ...(outdir === undefined ? {} : { outdir }),
  });
  const chosen = stage ?? app.node.tryGetContext('stage') ?? 'dev';
  new MispStack(app, configurationOf(String(chosen), stages));
  if (validation) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function featureFlags(): Record<string, unknown> {
  const settings: { readonly context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(projectFolder, 'cdk.json'), 'utf8'),
  );
  return settings.context;
}
