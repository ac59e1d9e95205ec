import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';

/**
 * The faults that the proofs plant by replacing a text in a source (proofs/mutated-assembly.ts). `npm run prove` also
 * finds a text that is gone, but only after minutes.
 */

function sourcesBelow(folder: string): readonly string[] {
  const names = readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}
const textOf = (file: string) => readFileSync(join(projectFolder, file), 'utf8');

/** A text as TypeScript writes it, in quotes of any kind and without expressions. */
const LITERAL = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/.source;
const REPLACED = new RegExp(`(?:file: (${LITERAL}|\\w+),\\s+)?find:\\s+(${LITERAL})`, 'g');
const textIn = (literal: string): string => new Function(`return ${literal}`)();

const replaced = sourcesBelow('proofs').flatMap((proof) => {
  const source = textOf(proof);
  const constant = (name: string) => new RegExp(`const ${name} = (${LITERAL});`).exec(source)?.[1];
  return [...source.matchAll(REPLACED)].map(([, file = '', find = '']) => {
    const literal = /^\w+$/.test(file) ? constant(file) : file;
    return { proof, file: literal ? textIn(literal) : undefined, find: textIn(find) };
  });
});
const deployed = sourcesBelow('functions');

test('every text that a planted fault replaces is in its source', () => {
  const found = sourcesBelow('proofs').flatMap((proof) => textOf(proof).match(/\bfind: *['"`\n]/g) ?? []);
  expect(replaced).toHaveLength(found.length);
  const lost = replaced.filter(({ proof, file, find }) => {
    const files = file === undefined ? [...deployed] : [file];
    // These faults are in a made-up next version, which is made by such replacements itself.
    if (proof === 'proofs/upgrade/planted-faults.ts') files.push('proofs/upgrade/next-version.ts');
    return !files.some((source) => textOf(source).includes(find));
  });
  expect(lost).toEqual([]);
});
