import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';

/** Rules for imports and calls that no compiler checks. Each breach is reported with file and line. */

interface Line {
  readonly where: string;
  readonly file: string;
  readonly text: string;
}

function linesBelow(folder: string): readonly Line[] {
  const files = readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const file = join(folder, name);
      const lines = readFileSync(join(projectFolder, file), 'utf8').split('\n');
      return lines.map((text, index) => ({ where: `${file}:${index + 1}`, file, text }));
    });
}

/** The import of a line: a package by its name, a file by its path in the project. */
function importedBy({ file, text }: Line): string | undefined {
  const [, target] = /(?:from|import\() ?'([^']+)'/.exec(text) ?? [];
  return target?.startsWith('.')
    ? relative(projectFolder, normalize(join(projectFolder, dirname(file), target)))
    : target;
}

const breaches = (lines: readonly Line[], isBreach: (imported: string, line: Line) => boolean) =>
  lines.flatMap((line) => {
    const imported = importedBy(line);
    return imported !== undefined && isBreach(imported, line) ? [`${line.where} imports ${imported}`] : [];
  });

test('proofs and benchmarks are separate programs', () => {
  expect(breaches(linesBelow('proofs'), (imported) => imported.startsWith('bench/'))).toEqual([]);
  expect(breaches(linesBelow('bench'), (imported) => imported.startsWith('proofs/'))).toEqual([]);
});

test('deployed code imports neither tests nor programs', () => {
  const deployed = ['bin', 'lib', 'functions'].flatMap(linesBelow);
  expect(breaches(deployed, (imported) => /^(test|proofs|bench|scripts|local)\//.test(imported))).toEqual([]);
});

test('only the adapters of tables and bus, and the code that creates clients, use the SDK', () => {
  const isAdapter = (file: string) =>
    /^functions\/(sdk|storage|runtime)\//.test(file) || file === 'functions/audit/eventbridge-bus.ts';
  const isSdk = (imported: string) => /^@(aws-sdk|smithy)\//.test(imported);
  expect(breaches(linesBelow('functions'), (imported, { file }) => isSdk(imported) && !isAdapter(file))).toEqual([]);
});

test('only plain commands are sent without options: of others the client would keep the first input', () => {
  const lines = linesBelow('functions');
  const found = lines.flatMap(({ file, text, where }, index) => {
    const [, sent] = /\.send\((\w+)\)/.exec(text) ?? [];
    if (sent === undefined) return [];
    const before = lines.slice(0, index).filter((line) => line.file === file);
    const made = before.map((line) => new RegExp(`const ${sent} = new (\\w+)`).exec(line.text)?.[1]).filter(Boolean);
    return [{ where, command: made.at(-1) }];
  });
  expect(found.map(({ command }) => command)).toEqual(['PutItemCommand', 'GetItemCommand']);
});

test('the domain reads no clock, environment or file, and its only random value is a licence key', () => {
  const reads = /\bDate\.now\b|\bnew Date\(\)|\bperformance\b|\bprocess\b|\bMath\.random\b|\bfetch\(/;
  const lines = linesBelow('functions/domain').filter(({ text }) => !/^\s*(\*|\/[/*])/.test(text));
  expect(lines.filter(({ text }) => reads.test(text)).map(({ where }) => where)).toEqual([]);
  expect(breaches(lines, (imported) => imported.startsWith('node:') && imported !== 'node:crypto')).toEqual([]);
});
