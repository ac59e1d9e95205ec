import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { createApp } from '../../lib/create-app.ts';
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

function synthesized(stage: string, settings: StageSettings): string {
  const outdir = mkdtempSync(join(tmpdir(), 'misp-stack-'));
  try {
    const assembly = createApp({ stages: { [stage]: settings }, stage, outdir, validation: false }).synth();
    return readFileSync(assembly.stacks[0]!.templateFullPath, 'utf8');
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
