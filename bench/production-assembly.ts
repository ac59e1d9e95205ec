import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askProcess } from './child-process.ts';

/**
 * The stage `dev` with the token in the header alone, as production has it by default, so that the gateway keeps the
 * authorizer's answers for a minute. With `tokenSource` `either`, which `npm start` runs, it would ask again for every request.
 * @returns a new folder for each caller, who removes it.
 */
export async function productionAssembly(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-bench-assembly-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    // In a process of its own: the CDK would stay in the memory of this one, which is the gateway's.
    await askProcess(join(import.meta.dirname, 'build-production-assembly.ts'), { folder });
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A sentence for the page: what runs. */
export const assemblySentence =
  'The stage is `dev` with the token in the header alone (`tokenSource: header`), as in production by default. The gateway caches the authorizer’s answer for 60 s.';
