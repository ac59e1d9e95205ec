import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../bin/synthesize.ts';
import type { StageSettings } from '../../lib/configuration/stage-settings.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';

/** A cloud assembly in a folder of its own. */
export interface Assembly {
  readonly folder: string;
  remove(): void;
}

/**
 * The stage that the runbooks are written for, with its names, its retained tables and the gateway's cache: `npm start` runs
 * `dev`, which has none of them. The local cloud puts its own issuer in the place of the one that is named here.
 * @param settings what an operator changes in `bin/stages.ts` on the way.
 */
export async function prodAssembly(settings: Partial<StageSettings> = {}): Promise<Assembly> {
  await buildFunctions({ onlyIfStale: true });
  const folder = mkdtempSync(join(tmpdir(), 'misp-prod-'));
  const auth = { issuer: 'https://issuer.example.org/realms/mosip', audience: 'misp-management-service' };
  synthesize({ stage: 'prod', outdir: folder, validation: false, settings: { auth, ...settings } });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
