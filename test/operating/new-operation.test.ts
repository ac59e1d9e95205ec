import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { namesOf } from '../../scripts/new-operation/operation-name.ts';
import { checkedPlaces, uncheckedPlaces } from '../../scripts/new-operation/places.ts';
import { runProgram } from '../support/run-program.ts';
import { runCommand } from './run-command.ts';

/** The output of `npm run new:operation`, in a copy of its inputs and of what the compiler then asks for. */

const COPIED = ['functions', 'scripts', 'lib'];
/** Compiles only if the entry exports a function, which is all that Lambda can call. */
const ENTRY_AS_CALLED = 'entry-as-called.ts';
const COMPILED = ['functions', ENTRY_AS_CALLED, ...checkedPlaces.compiler.map(({ file }) => file)];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-operation-'));
  for (const path of [...COPIED, 'package.json', 'tsconfig.json', 'biome.json', '.gitignore']) {
    cpSync(join(projectFolder, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'tsconfig.copy.json'), JSON.stringify({ extends: './tsconfig.json', include: COMPILED }));
});
afterAll(() => rmSync(copy, { recursive: true }));

const tool = async (name: string, ...args: readonly string[]) => {
  const command = join(projectFolder, 'node_modules/.bin', name);
  return (await runProgram({ command, args, folder: copy })).output;
};

/** Its imports sort before `request`, and its lines are too long for one. */
const NAME = 'archive-misp-license-key';

test('writes an operation that compiles once the lines that it names are added', async () => {
  const { code, output } = await runCommand('new-operation.ts', [NAME], {}, undefined, copy);
  expect(output).toContain(`functions/lambdas/${NAME}/contract.ts`);
  for (const { file } of [...Object.values(checkedPlaces).flat(), ...uncheckedPlaces]) expect(output).toContain(file);
  expect(code).toBe(0);
  const entry = `import { handler } from './functions/lambdas/${NAME}/index.ts';`;
  writeFileSync(join(copy, ENTRY_AS_CALLED), `${entry}\n\nhandler satisfies (...asLambdaCalls: never) => unknown;\n`);
  const complaints = await tool('tsc', '-p', 'tsconfig.copy.json', '--checkers', '1');
  const complained = [...complaints.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file]) => file);
  expect(complained.toSorted()).toEqual(checkedPlaces.compiler.map(({ file }) => file).toSorted());
  expect(complaints.match(new RegExp(`'"${NAME}"' is missing|Property '"?${NAME}"?' is missing`, 'g'))).toHaveLength(
    complained.length,
  );
  const written = [`functions/lambdas/${NAME}`, 'functions/operations.ts'];
  expect(await tool('biome', 'check', '--error-on-warnings', ...written)).toContain('No fixes applied');
});

test('names existing places', () => {
  const places = [...Object.values(checkedPlaces).flat(), ...uncheckedPlaces];
  expect(places.map(({ file }) => file).filter((file) => !existsSync(join(projectFolder, file)))).toEqual([]);
});

test.each([
  [undefined, 'A name is needed'],
  ['SuspendMisp', '"SuspendMisp" is not in kebab case'],
  ['get-misp', 'functions/lambdas/get-misp already exists'],
  ['publish-audit', 'functions/lambdas/publish-audit already exists'],
])('%s is no name for an operation', (name, message) => {
  expect(namesOf(name, projectFolder)).toEqual({ fault: expect.stringContaining(message) });
});

test.each([
  [['get-misp'], 'functions/lambdas/get-misp already exists'],
  [['suspend-one', 'suspend-two'], 'One name at a time'],
])('refuses %j, and writes nothing', async (args, message) => {
  const list = () => readFileSync(join(copy, 'functions/operations.ts'), 'utf8');
  const before = list();
  const { code, output } = await runCommand('new-operation.ts', args, {}, undefined, copy);
  expect(output).toContain(message);
  expect(code).toBe(2);
  expect(list()).toBe(before);
});
