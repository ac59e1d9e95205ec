import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { configurationOf } from './configuration/parse-stage.ts';
import type { StageSettings } from './configuration/stage-settings.ts';
import { MispStack } from './misp-stack.ts';
import { projectFolder } from './project-folder.ts';

export interface AppOptions {
  readonly stages: Readonly<Record<string, StageSettings>>;
  /** The stage; by default that of `-c stage=…`, else `dev`. */
  readonly stage?: string;
  /** The folder of the cloud assembly; by default that of the CDK's command line. */
  readonly outdir?: string;
  /** Whether to check the template against CloudFormation's schemas and the AWS Solutions rules. */
  readonly validation: boolean;
}

/**
 * Creates the CDK app with the stack of one stage.
 * @throws ConfigurationError if the stage's section is missing or invalid.
 */
export function createApp({ stages, stage, outdir, validation }: AppOptions): App {
  const app = new App({
    // Set explicitly, because only the CDK's command line sets these flags itself. The metadata tell the local cloud
    // which bundle a function runs.
    context: {
      ...featureFlags(),
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
      // Warnings are about deployments, so a synthesis without checks does not print them. Nor does it report where a
      // construct was created: an eighth of its time.
      ...(validation
        ? {}
        : {
            '@aws-cdk/core:annotationsInValidationReport': false,
            'aws:cdk:disable-creation-stack-traces': true,
          }),
    },
    analyticsReporting: false,
    // With validation, leaves it to the CDK, so `--no-validation` still works.
    ...(validation ? {} : { builtinCloudFormationValidation: false }),
    ...(outdir === undefined ? {} : { outdir }),
  });
  const chosen = stage ?? app.node.tryGetContext('stage') ?? 'dev';
  new MispStack(app, configurationOf(String(chosen), stages));
  if (validation) addSolutionsChecks(app);
  return app;
}

/** Adds cdk-nag's AWS Solutions rules. They are loaded only here: that takes as long as a synthesis without them. */
export function addSolutionsChecks(app: App): void {
  const { AwsSolutionsChecks }: typeof import('cdk-nag') = createRequire(import.meta.url)('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

function featureFlags(): Record<string, unknown> {
  const settings: { readonly context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(projectFolder, 'cdk.json'), 'utf8'),
  );
  return settings.context;
}
