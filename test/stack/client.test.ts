import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mispClient } from '../../client/src/index.ts';
import { operations } from '../../functions/operations.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { openapiFile } from '../../scripts/published-documents.ts';
import { runProgram } from '../support/run-program.ts';

/** The client as a package: its types match the document, it compiles, and others can use it once it is built. */

const clientFolder = join(projectFolder, 'client');
const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
const readJson = (...path: readonly string[]) => JSON.parse(read(...path));
// Within the project, so that packages are found.
mkdirSync(join(projectFolder, 'dist'), { recursive: true });
const folder = mkdtempSync(join(projectFolder, 'dist', 'client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program. @returns its exit code and output. */
const run = async (command: string, args: readonly string[], folder = projectFolder) => {
  const { code, output } = await runProgram({ command, args, folder });
  return [code, output] as const;
};
// Further checkers only repeat work in small programs.
const tsc = (...args: readonly string[]) =>
  run(join(projectFolder, 'node_modules/.bin/tsc'), ['--checkers', '1', ...args]);

/** A copy of the client in a folder below one with the project's settings. */
function copied(name: string): string {
  const copy = join(folder, name);
  cpSync(clientFolder, copy, { recursive: true, filter: (path) => !/\/(dist|node_modules)$/.test(path) });
  return copy;
}
cpSync(join(projectFolder, 'tsconfig.json'), join(folder, 'tsconfig.json'));

test('the types match docs/openapi.json: otherwise run `npm run contracts -- --write`', () => {
  const digest = createHash('sha256').update(readFileSync(openapiFile)).digest('hex');
  const [firstLine] = read(clientFolder, 'src/openapi-types.ts').split('\n');
  expect(firstLine).toBe(`// SHA-256 of docs/openapi.json: ${digest}`);
});

test('there is a method for each operation', () => {
  const camelCase = (kebab: string) => kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const client = mispClient({ baseUrl: 'https://api.example.org', token: () => 'token' });
  expect(Object.keys(client).sort()).toEqual(operations.map(({ name }) => camelCase(name)).sort());
});

test('the package has the version of the service, and the tests use the version of openapi-fetch that it requires', () => {
  const [service, client] = [readJson(projectFolder, 'package.json'), readJson(clientFolder, 'package.json')];
  expect([client.version, client.license]).toEqual([service.version, service.license]);
  expect(read(clientFolder, 'LICENSE')).toBe(read(projectFolder, 'LICENSE'));
  expect(client.dependencies).toEqual({ 'openapi-fetch': service.devDependencies['openapi-fetch'] });
});

describe('the example of a whole life', () => {
  const changes = [
    ['a field has another name', 'mispLicenseKey: string | null;', 'mispLicense: string | null;', 'lifecycle.ts'],
    ['a word is gone', 'mispStatus: "approved" | "rejected";', 'mispStatus: "approved";', 'lifecycle.ts'],
    ['a reason is new', '"not-json";', '"not-json" | "too-loud";', 'read-error.ts'],
    ['an operation has another path', '"/misps/{mispId}/status": {', '"/misps/{mispId}/approval": {', 'misp-client.ts'],
  ] as const;
  const folderOf = (title: string) => title.replaceAll(' ', '-');
  let found: string;

  /** Replaces a text in a file of a copy. */
  function change(copy: string, file: string, from: string, to: string): void {
    const text = read(copy, file);
    expect(text).toContain(from);
    writeFileSync(join(copy, file), text.replaceAll(from, to));
  }

  // All in one program: most of the compiler's work is reading the types of browsers.
  beforeAll(async () => {
    copied('unchanged');
    for (const [title, from, to] of changes) change(copied(folderOf(title)), 'src/openapi-types.ts', from, to);
    change(copied('omitted'), 'examples/lifecycle.ts', "    case 'name-taken':\n", '');
    const own: readonly string[] = readJson(clientFolder, 'tsconfig.json').include;
    const include = own.map((part) => `*/${part}`);
    writeFileSync(join(folder, 'tsconfig.all.json'), JSON.stringify({ extends: './unchanged/tsconfig.json', include }));
    const [code, output] = await tsc('-p', join(folder, 'tsconfig.all.json'));
    expect(code).not.toBe(0);
    found = output;
  });
  /** The files of a copy with errors. */
  const wrongIn = (name: string) =>
    [...found.matchAll(/^(\S+)\(\d+,\d+\): error/gm)]
      .map(([, file = '']) => relative(folder, resolve(projectFolder, file)))
      .filter((file) => file.startsWith(`${name}/`));

  test('compiles in a strict project with the types of browsers, without those of Node.js', () => {
    expect(wrongIn('unchanged')).toEqual([]);
    expect(found).not.toMatch(/^error /m);
  });

  test.each(changes)('does not compile when %s', (title, _from, _to, where) => {
    expect(wrongIn(folderOf(title))).toContainEqual(expect.stringContaining(where));
  });

  test('does not compile if a switch over all errors omits one', () => {
    expect(wrongIn('omitted')).toContain('omitted/examples/lifecycle.ts');
  });
});

test('once built it is a package that a strict project and Node.js can use', async () => {
  const copy = copied('package');
  mkdirSync(join(copy, 'dist'));
  writeFileSync(join(copy, 'dist/of-a-renamed-source.js'), '');
  expect(await run('npm', ['run', '--silent', 'build'], copy)).toEqual([0, '']);
  expect(existsSync(join(copy, 'dist/of-a-renamed-source.js'))).toBe(false);
  const use = [
    "import { mispClient, valueOrThrow } from 'misp-management-client';",
    "const client = mispClient({ baseUrl: 'http://127.0.0.1:1', token: () => 't', retry: { attempts: 1 } });",
    "console.log(JSON.stringify(await client.getMisp('100')));",
  ];
  const optional = [
    'for await (const page of client.listMisps({ limit: undefined }).pages()) client.listMisps({ cursor: page.nextCursor });',
    "void client.rotateLicenseKey('100', { overlapSeconds: 0, validTo: undefined });",
    '// @ts-expect-error: a field that must be there',
    "void client.rotateLicenseKey('100', { overlapSeconds: undefined });",
  ];
  writeFileSync(join(copy, 'use.ts'), [...use, ...optional, 'void valueOrThrow<string>;'].join('\n'));
  writeFileSync(join(copy, 'use.mjs'), use.join('\n'));
  const options = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
  ];
  expect(await tsc('--ignoreConfig', ...options, join(copy, 'use.ts'))).toEqual([0, '']);
  const [code, output] = await run(process.execPath, [join(copy, 'use.mjs')]);
  expect([code, JSON.parse(output)]).toEqual([
    0,
    {
      ...{ ok: false, idempotencyKey: null, isReplayed: false },
      error: { kind: 'unreachable', attempts: 1, reason: expect.any(String) },
    },
  ]);
});
