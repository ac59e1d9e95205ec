import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFolder } from '../../../lib/project-folder.ts';
import { anchorsOf, linksOf, markdownPages, readProjectFile } from '../../support/markdown.ts';

const pages = markdownPages();

test.each(pages)('%s has no broken links', (page) => {
  const dead = linksOf(readProjectFile(page)).filter((link) => {
    const [path = '', fragment] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(projectFolder, file))) return true;
    return fragment !== undefined && !anchorsOf(readProjectFile(file)).includes(fragment);
  });
  expect(dead).toEqual([]);
});

test('docs/README.md links to every page of docs, and to the index of the runbooks', () => {
  const linked = linksOf(readProjectFile('docs/README.md')).map((link) => normalize(join('docs', link)));
  const toBeLinked = pages.filter((page) => /^docs\/(decisions\/)?[^/]+\.md$/.test(page) && page !== 'docs/README.md');
  expect(toBeLinked.length).toBeGreaterThan(25);
  expect([...toBeLinked, 'docs/runbooks/README.md'].filter((page) => !linked.includes(page))).toEqual([]);
});
