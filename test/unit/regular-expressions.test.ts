import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { regularExpressionsIn, superlinear } from '../support/regular-expressions.ts';

/** The checker is a large program that must be loaded first, and one expression takes long to judge. */
const TIMEOUT_MS = 600_000;

const sources = readdirSync(join(projectFolder, 'functions'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map(({ parentPath, name }) => join(parentPath, name));
const found = sources.flatMap((file) =>
  regularExpressionsIn(relative(projectFolder, file), readFileSync(file, 'utf8')),
);

/** Callers' text reaches these functions, and one slow match blocks the whole process. */
test(
  'every regular expression of the functions matches in linear time',
  () => {
    expect(found.map(({ at }) => at)).toContainEqual(
      expect.stringMatching(/^functions\/domain\/email-address\.ts:\d+$/),
    );
    expect(found.map(superlinear).filter((problem) => problem !== undefined)).toEqual([]);
  },
  TIMEOUT_MS,
);

describe('the search for regular expressions', () => {
  const problems = (source: string) =>
    regularExpressionsIn('a.ts', source).flatMap((expression) => superlinear(expression) ?? []);

  test(
    'reports file, line and a text that shows the fault',
    () => {
      const source = `// ümlaut
const fine = (text: string): boolean => /^[a-z]+$/i.test(text);
const cookie = /^\\s*A=(?:Bearer(?:\\s|%20)+)?"?([^\\s";]+)"?$/;
const trim = text.replace(/\\s+$/g, '');
const made = new RegExp('(a|a)*$', 'u');
const called = globalThis.RegExp("x*y");
const asked = \`\${text.match('a.*b')} \${text.split(', ')} \${text.search(fine)}\`;
`;
      expect(problems(source)).toEqual([
        expect.stringMatching(/^a\.ts:3 .+ is 2nd degree polynomial, as for 'A=Bearer.*%2.*repeat/s),
        expect.stringMatching(/^a\.ts:4 .+ is 2nd degree polynomial/),
        expect.stringMatching(/^a\.ts:5 .+ is exponential/),
        expect.stringMatching(/^a\.ts:6 .+ is 2nd degree polynomial/),
        expect.stringMatching(/^a\.ts:7 .+ is 2nd degree polynomial/),
      ]);
    },
    TIMEOUT_MS,
  );

  test('reports what it cannot check', () => {
    expect(problems('/[[a-z]--b]+/v')).toEqual([expect.stringMatching(/^a\.ts:1 .+ cannot be judged/)]);
    for (const source of ['\nnew RegExp(text)', '\nRegExp(`a`)', "\nRegExp('a', flags)", '\nnew RegExp()']) {
      expect(() => problems(source)).toThrow('a.ts:2 assembles a regular expression: write it as a literal');
    }
  });
});
