import type { StageSettings } from '../lib/configuration/stage-settings.ts';
import { createApp } from '../lib/create-app.ts';
import { stages } from './stages.ts';

export interface SynthesizeOptions {
  /** A section of `bin/stages.ts`. */
  readonly stage: string;
  /** The output folder of the cloud assembly. */
  readonly outdir: string;
  /** Whether to check the template against CloudFormation's schemas and the AWS Solutions rules. Takes some seconds. */
  readonly validation: boolean;
  /** Overrides the stage's settings, each top-level field as a whole. */
  readonly settings?: Partial<StageSettings>;
}

/** The result of a synthesis. */
export interface Synthesized {
  readonly stackName: string;
  /** Full path of the template. */
  readonly templateFile: string;
  /** Warnings for the user. */
  readonly warnings: readonly string[];
}

/**
 * Synthesizes a stage in this process. Needs the bundles: call `buildFunctions()` first.
 * @throws ConfigurationError if the stage's section is missing or invalid; the CDK's ValidationFailed if a check fails.
 */
export function synthesize({ stage, outdir, validation, settings }: SynthesizeOptions): Synthesized {
  const own = stages[stage];
  const chosen = own === undefined || settings === undefined ? stages : { ...stages, [stage]: { ...own, ...settings } };
  const assembly = createApp({ stages: chosen, stage, outdir, validation }).synth();
  const stack = assembly.stacks[0];
  if (stack === undefined) throw new Error(`Stage ${stage} has no stack`);
  return {
    stackName: stack.stackName,
    templateFile: stack.templateFullPath,
    warnings: stack.messages
      .filter((message) => message.level === 'warning')
      .map((message) => String(message.entry.data)),
  };
}
