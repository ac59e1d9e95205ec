import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { type ProseFinding, proseFindings } from '../support/prose-findings.ts';

/**
 * Checks the style in CONTRIBUTING.md. redocly.yaml has the words and the length; this plants faults that must be
 * found.
 */

/** The expressions of the rule `house/private-words`, the only list for pages and sources. */
const tokens = [...readFileSync(join(projectFolder, 'redocly.yaml'), 'utf8').matchAll(/^ {12}- '(.+)'$/gm)].map(
  ([, token = '']) => token.replaceAll("''", "'"),
);

/** One phrase for each expression, in the same order. */
const phrases = [
  'mended',
  'weather',
  'befallen',
  'spoilt',
  'owed',
  'struck',
  'told',
  'whoever',
  'as often',
  'begins so',
  'behind the cursor',
  'need be',
  'for ever',
  'anew',
  'letter for letter',
  "of one's own",
  'beneath',
];

const anyToken = new RegExp(tokens.join('|'), 'gi');

/** An identifier counts as its separate words. */
const privateWordsIn = (source: string) => source.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').match(anyToken) ?? [];

describe('pages and descriptions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plain-english-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const words = (count: number) => `${'word '.repeat(count - 1)}end.`;
  const isPlanted = ({ file }: ProseFinding) => file.includes(basename(folder));
  let found: readonly ProseFinding[];

  beforeAll(async () => {
    const page = join(folder, 'page.md');
    writeFileSync(
      page,
      ['# Planted', ...phrases.map((phrase) => `It ${phrase} it.`), words(36), words(35)].join('\n\n'),
    );
    const description = `It is mended. ${words(36)}`;
    const planted = join(folder, 'openapi.json');
    writeFileSync(planted, JSON.stringify({ openapi: '3.1.0', info: { title: 'Planted', version: '1', description } }));
    found = await proseFindings('.', 'openapi', 'events', page, planted);
  });

  test('are in plain English', () => {
    expect(found.filter((finding) => !isPlanted(finding))).toEqual([]);
  });

  test('every private word and every long sentence is found in a page', () => {
    const inPage = found.filter(({ file }) => file.endsWith('page.md')).toSorted((one, other) => one.line - other.line);
    expect(inPage.map(({ rule, match }) => (rule === 'house/private-words' ? match : rule))).toEqual([
      ...phrases,
      'house/long-sentence',
    ]);
  });

  test('both are found in the description of a document', () => {
    const inDocument = found.filter((finding) => isPlanted(finding) && finding.file.endsWith('openapi.json'));
    expect(inDocument.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['house/private-words', 'house/long-sentence']),
    );
  });
});

describe('sources', () => {
  const folders = ['bench', 'bin', 'client', 'functions', 'lib', 'local', 'proofs', 'scripts', 'test'];
  const sources = folders
    .flatMap((folder) => readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map(({ parentPath, name }) => relative(projectFolder, join(parentPath, name)))
    .filter((file) => !file.includes('node_modules') && !file.endsWith('plain-english.test.ts'));

  test('have no private words in comments, texts and names', () => {
    expect(sources.length).toBeGreaterThan(folders.length);
    const inSources = sources.flatMap((file) =>
      privateWordsIn(readFileSync(join(projectFolder, file), 'utf8')).map((word) => `${file}: ${word}`),
    );
    expect(inSources).toEqual([]);
  });

  test('every expression is tested, in a comment and in a name', () => {
    expect(phrases.map((phrase) => privateWordsIn(`// It ${phrase} it.`))).toEqual(phrases.map((phrase) => [phrase]));
    expect(phrases.map((phrase, index) => new RegExp(tokens[index] ?? '', 'i').test(phrase))).toEqual(
      phrases.map(() => true),
    );
    expect(tokens).toHaveLength(phrases.length);
    expect(privateWordsIn('exposeToWeather(run)')).toEqual(['Weather']);
  });
});
