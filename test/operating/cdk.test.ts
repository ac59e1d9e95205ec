import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { runCommand } from './run-command.ts';

/** The project with the installed packages of tools/cdk, except that its CDK only prints its arguments and fails. */
const project = mkdtempSync(join(tmpdir(), 'cdk-'));
afterAll(() => rmSync(project, { recursive: true }));
for (const path of ['scripts', 'lib/project-folder.ts', 'package.json', 'tools/cdk/package-lock.json']) {
  cpSync(join(projectFolder, path), join(project, path), { recursive: true });
}
const packages = join(project, 'tools/cdk/node_modules');
mkdirSync(join(packages, '.bin'), { recursive: true });
cpSync(join(projectFolder, 'tools/cdk/package-lock.json'), join(packages, '.installed-lock.json'));
writeFileSync(join(packages, '.bin/cdk'), '#!/bin/sh\necho "$*"\nexit 3\n', { mode: 0o755 });

test.each([
  [['deploy', '-c', 'stage=dev', '--help'], /^deploy -c stage=dev --help\n$/, 3],
  [['--version'], /^--version\n$/, 3],
  [['--help'], /npm run cdk -- deploy -c stage=<stage>/, 0],
  [[], /npm run cdk -- deploy -c stage=<stage>/, 0],
])(
  '%j goes to the CDK as it is, and its exit code comes back; --help alone is answered here',
  async (args, said, code) => {
    const result = await runCommand('cdk.ts', args, {}, undefined, project);
    expect(result.output).toMatch(said);
    expect(result.code).toBe(code);
  },
);
