import { join } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';
import type { Step } from './run-steps.ts';

/** Installs the packages of a folder that has a lock file of its own, unless exactly those are installed already. */
export const installStep = (folder: string): Step => ({
  title: `Packages of ${folder}`,
  command: process.execPath,
  args: [join(projectFolder, 'scripts/install-folder.cjs'), folder],
});
