import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../bin/synthesize.ts';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';

/** A cloud assembly in a temporary folder. */
export interface Assembly {
  readonly folder: string;
  remove(): void;
}

/**
 * The stage of the runbooks, with its names, its retained tables and the gateway's cache: `npm start` runs `dev`, which
 * has none of them. The local cloud replaces the issuer named here by its own.
 * @param settings an operator's changes in `bin/stages.ts`.
 */
export async function prodAssembly(settings: Partial<StageSettings> = {}): Promise<Assembly> {
  await buildFunctions({ onlyIfStale: true });
  const folder = mkdtempSync(join(tmpdir(), 'misp-prod-'));
  const auth = { issuer: 'https://issuer.example.org/realms/mosip', audience: 'misp-management-service' };
  const { templateFile } = synthesize({
    ...{ stage: 'prod', outdir: folder, validation: false },
    settings: { auth, ...settings },
  });
  writeFileSync(templateFile, withBundlesIn(await prepareAssembly(), readFileSync(templateFile, 'utf8')));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * A template whose functions have their bundles in another assembly of the same sources. Beside them is their compiled
 * code, without which each process starts more slowly.
 */
export function withBundlesIn(folder: string, template: string): string {
  return template.replaceAll(/(?<="aws:asset:path": ?)"(asset\.\w+)"/g, (_, bundle) =>
    JSON.stringify(join(folder, bundle)),
  );
}
