import type { StageSettings } from '../lib/configuration/stage-settings.ts';
import { createApp } from '../lib/create-app.ts';
import { stages } from './stages.ts';

export interface SynthesizeOptions {
  /** A section of `bin/stages.ts`. */
  readonly stage: string;
  /** The folder that the cloud assembly is written to. */
  readonly outdir: string;
  /** Whether the template is checked against CloudFormation's schemas and the AWS Solutions rules: some seconds more. */
  readonly validation: boolean;
  /** Takes the place of the stage's own settings, field by field of the outermost level. */
  readonly settings?: Partial<StageSettings>;
}

/** What a synthesis wrote. */
export interface Synthesized {
  readonly stackName: string;
  /** Full path of the template. */
  readonly templateFile: string;
  /** What the reader should know although nothing is wrong. */
  readonly warnings: readonly string[];
}

/**
 * Synthesizes a stage in this process. The bundles must be there: call `buildFunctions()` first.
 * @throws ConfigurationError when the stage's section is missing or wrong; the CDK's ValidationFailed when a check fails.
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
