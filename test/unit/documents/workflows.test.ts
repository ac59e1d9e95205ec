import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../../lib/project-folder.ts';
import { readProjectFile } from '../../support/markdown.ts';

const workflows = readdirSync(join(projectFolder, '.github/workflows')).map((name) => `.github/workflows/${name}`);

describe.each(workflows)('%s', (path) => {
  const text = readProjectFile(path);
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, match = '']) => match.trim());

  test('pins actions to one release each', () => {
    const used = found(/uses: (.+)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
  });

  test('has no write permission, and keeps no credentials with the code', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\S/m);
    expect(found(/^ +([\w-]+: write)$/gm)).toEqual(path.endsWith('deploy.yml') ? ['id-token: write'] : []);
    expect(found(/(persist-credentials: .+)/g)).toEqual(
      found(/(actions\/checkout@)/g).map(() => 'persist-credentials: false'),
    );
    expect(text).not.toContain('secrets.');
  });

  test('puts no user input into a command', () => {
    for (const command of found(/run: (.+)/g)) expect(command).not.toContain('${{');
  });
});

test('a change is checked by .ci/run, and a deployment is started by hand', () => {
  expect(readProjectFile('.github/workflows/ci.yml')).toMatch(/- run: \.ci\/run\n/);
  expect(readProjectFile('.github/workflows/deploy.yml')).toMatch(/^on:\n {2}workflow_dispatch:\n(?! {2}\S)/m);
});
