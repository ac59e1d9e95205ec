import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../bin/synthesize.ts';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';

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
  synthesize({ stage: 'prod', outdir: folder, validation: false, settings: { auth, ...settings } });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
