import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

/** The names of the pages that alarms point to. Pages without an alarm are in procedures/. */
export const runbookPages: readonly string[] = readdirSync(join(projectFolder, 'docs/runbooks'), {
  withFileTypes: true,
})
  .filter((entry) => entry.isFile() && entry.name !== 'README.md')
  .map(({ name }) => name.replace(/\.md$/, ''));
