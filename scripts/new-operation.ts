import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';
import { withOperationListed } from './new-operation/add-lines.ts';
import { namesOf, type OperationNames } from './new-operation/operation-name.ts';
import { checkedPlaces, type Place, uncheckedPlaces } from './new-operation/places.ts';
import { filesOf } from './new-operation/templates.ts';

const USAGE = `Starts a new operation: writes its folder in functions/lambdas with a contract, a rule and an entry that compile, adds it to the
list of operations, and prints the remaining steps.

  npm run new:operation -- suspend-misp   a verb and a noun in kebab case
  npm run new:operation -- --help         show this text`;

/** @returns the files that were written */
function write(names: OperationNames): readonly string[] {
  const folder = `functions/lambdas/${names.kebab}`;
  const list = 'functions/operations.ts';
  const files: readonly (readonly [string, string])[] = [
    ...Object.entries(filesOf(names)).map(([file, text]) => [`${folder}/${file}`, text] as const),
    [list, withOperationListed(readFileSync(join(projectFolder, list), 'utf8'), names)],
  ];
  mkdirSync(join(projectFolder, folder));
  for (const [file, text] of files) writeFileSync(join(projectFolder, file), text);
  const written = files.map(([file]) => file);
  format(written);
  return written;
}

/** Line breaks and the order of imports depend on the name. */
function format(files: readonly string[]): void {
  const biome = join(projectFolder, 'node_modules/.bin/biome');
  execFileSync(biome, ['check', '--write', ...files], { cwd: projectFolder, stdio: 'pipe' });
}

function show(title: string, places: readonly Place[]): void {
  console.log(`\n${title}`);
  for (const { file, what } of places) console.log(`  ${file}: ${what}`);
}

const { values, positionals } = readOptions({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [wanted, ...more] = positionals;

if (values.help) {
  console.log(USAGE);
} else {
  const names = more.length > 0 ? { fault: 'One name at a time' } : namesOf(wanted, projectFolder);
  if ('fault' in names) {
    console.error(names.fault);
    process.exitCode = 2;
  } else {
    console.log(
      `Written:\n${write(names)
        .map((file) => `  ${file}`)
        .join('\n')}`,
    );
    show('npm run typecheck asks for', checkedPlaces.compiler);
    show('The tests ask for', checkedPlaces.tests);
    show('No check asks for these, but reviewers do', uncheckedPlaces);
  }
}
