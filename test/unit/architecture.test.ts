import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { operations } from '../../functions/operations.ts';
import { functionNames } from '../../lib/functions/function-names.ts';
import { projectFolder } from '../../lib/project-folder.ts';

/** The imports that docs/architecture.md allows each folder of functions/: exactly those of its files. */

const functions = join(projectFolder, 'functions');
const page = readFileSync(join(projectFolder, 'docs/architecture.md'), 'utf8');
const names = (cell: string) =>
  [...cell.matchAll(/`(?:functions\/)?(?:lambdas\/)?([a-z<>.-]+)\/?`/g)].map(([, name = '']) => name);

/** Folders and their allowed imports, a row each. */
const rows = [...page.matchAll(/^\| (`functions\/[^|]+\/`[^|]*) \|[^|]*\| ([^|]*) \|$/gm)].map(
  ([, folders = '', knows = '']) => ({
    folders: names(folders)
      .flatMap((name) => (name === '<operation>' ? operations.map((operation) => operation.name) : [name]))
      .map((name) => (functionNames.some((one) => one === name) ? `lambdas/${name}` : name)),
    knows: names(knows),
  }),
);

/** The other folders of functions/ that a folder's files import from. */
function importsOf(folder: string): readonly string[] {
  const files = readdirSync(join(functions, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const path = join(functions, folder, file);
      const imported = [...readFileSync(path, 'utf8').matchAll(/ from '(\.[^']+)';/g)];
      return imported.map(
        ([, target = '']) => relative(functions, normalize(join(dirname(path), target))).split('/')[0]!,
      );
    })
    .filter((other) => other !== folder.split('/')[0]);
}

test('every folder of functions/ is in the table', () => {
  const foldersIn = (path: string) =>
    readdirSync(join(functions, path), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const parts = foldersIn('.').filter(({ name }) => name !== 'lambdas');
  const all = [...parts.map(({ name }) => name), ...foldersIn('lambdas').map(({ name }) => `lambdas/${name}`)];
  expect(rows.flatMap((row) => row.folders).sort()).toEqual(all.sort());
});

test.each(rows.map((row) => [row.folders.join(', '), row] as const))(
  '%s import what the table says',
  (_, { folders, knows }) => {
    const imported = new Set(folders.flatMap(importsOf));
    expect([...imported].sort()).toEqual([...knows].sort());
  },
);
