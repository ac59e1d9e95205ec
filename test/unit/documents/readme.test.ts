import { describe, expect, test } from '@jest/globals';
import { assumptions } from '../../../scripts/smoke/assumptions.ts';
import { readProjectFile, sectionOf } from '../../support/markdown.ts';

const readme = readProjectFile('README.md');

describe('README.md', () => {
  test('is short', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  test('has only figures of the linked sections', () => {
    const rows = [...readme.matchAll(/^\| (.+) \| \*\*([^*]+)\*\*[^|]* \| \[[^\]]+\]\(([^)#]+)#([^)]+)\) \|$/gm)];
    expect(rows.length).toBeGreaterThanOrEqual(6);
    const numbersIn = (text: string) => text.replace(/(\d),(?=\d{3})/g, '$1').match(/\d+(\.\d+)*/g) ?? [];
    for (const [, label = '', figure = '', page = '', anchor = ''] of rows) {
      const known = new Set(numbersIn(sectionOf(readProjectFile(page), anchor)));
      // Other numbers of the label, such as those of processes, may be words there.
      const shown = [...numbersIn(figure), ...numbersIn(label).filter((number) => number.includes('.'))];
      expect([label, shown.filter((number) => !known.has(number))]).toEqual([label, []]);
    }
  });

  test('has the number of assumptions that smoke checks', () => {
    expect(readme).toContain(`[${assumptions.length} assumptions](docs/local-cloud.md#assumptions-about-aws)`);
  });

  test('the page of the assumptions names those that smoke cannot test', () => {
    const [, listed = ''] =
      /^\*\*Smoke cannot test\*\* ([\d, and]+)\./m.exec(readProjectFile('docs/local-cloud.md')) ?? [];
    const untested = assumptions.filter(({ check }) => typeof check === 'string').map(({ number }) => number);
    expect(listed.match(/\d+/g)?.map(Number)).toEqual(untested);
  });

  test('has no token in its picture', () => {
    const picture = readProjectFile('docs/npm-start.svg');
    expect(picture).toContain('PMS_MSP_111');
    expect(picture).not.toMatch(/eyJ[\w-]{12,}/);
    // A licence key, which no line of npm start contains.
    expect(picture).not.toMatch(/\b[A-Za-z0-9]{32,}\b/);
  });
});
