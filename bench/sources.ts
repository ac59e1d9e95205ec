import { execFileSync } from 'node:child_process';
import { projectFolder } from '../lib/project-folder.ts';

/** A run writes these itself: they say nothing about what is measured. */
const WRITTEN = ['docs/benchmarks.md', 'docs/bundles.svg'];

/** The commit that is measured, shortened, and whether there are uncommitted changes. */
export function sourcesLine(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' }).trim();
    const commit = git('rev-parse', '--short', 'HEAD');
    const changed = git('status', '--porcelain', '--', '.', ...WRITTEN.map((path) => `:(exclude)${path}`));
    return `commit ${commit}${changed === '' ? '' : ' + changes'}`;
  } catch {
    // Unpacked from an archive, or without git: the figures are worth having all the same.
    return 'commit unknown';
  }
}
