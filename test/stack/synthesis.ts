import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnPolicy, type CfnPolicyProps } from 'aws-cdk-lib/aws-iam';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { addSolutionsChecks, createApp } from '../../lib/create-app.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';

/** The bundles are assets of the stack; they are built at most once, and only if a source is newer. */
await buildFunctions({ onlyIfStale: true });

const known = new Map<string, string>();

/** The template of a stage as text, synthesized once for the same settings, without the checks of findings.test.ts. */
export function templateText(stage: string, settings: StageSettings): string {
  const asked = JSON.stringify([stage, settings]);
  const text = known.get(asked) ?? synthesized(stage, settings);
  known.set(asked, text);
  return text;
}

/**
 * What cdk-nag's AWS Solutions rules find in the app of `cdk deploy`. Leaves out the check against CloudFormation's
 * schemas, which `npm run synth` does.
 * @param policy one more for the stack: a planted fault.
 * @returns the text of the error; empty if nothing is found.
 */
export function findingsIn(stage: string, settings: StageSettings, policy?: CfnPolicyProps): string {
  return inFolder((outdir) => {
    const app = createApp({ stages: { [stage]: settings }, stage, outdir, validation: false });
    addSolutionsChecks(app);
    if (policy !== undefined) new CfnPolicy(app.node.findChild(`misp-${stage}`), 'Planted', policy);
    const { error, warn } = console;
    // The CDK prints its report to the terminal, and warns about a property that cdk-nag reads and nobody sets.
    Object.assign(console, { error: () => undefined, warn: () => undefined });
    try {
      app.synth();
      return '';
    } catch (failure) {
      return String(failure);
    } finally {
      Object.assign(console, { error, warn });
    }
  });
}

function synthesized(stage: string, settings: StageSettings): string {
  return inFolder((outdir) => {
    const assembly = createApp({ stages: { [stage]: settings }, stage, outdir, validation: false }).synth();
    return readFileSync(assembly.stacks[0]!.templateFullPath, 'utf8');
  });
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'misp-stack-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
