import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { metricUnits } from '../../functions/telemetry/metrics.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { runbookPages } from '../support/runbook-pages.ts';

/**
 * What the pages name must exist. test/unit/documents/links.test.ts checks links, test/stack/alarms.test.ts checks
 * alarms and their pages.
 */

const folder = join(projectFolder, 'docs/runbooks');
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const procedures = readdirSync(join(folder, 'procedures')).map((name) => `docs/runbooks/procedures/${name}`);
const alarmPages = runbookPages.map((page) => `docs/runbooks/${page}.md`);
const index = 'docs/runbooks/README.md';
/** Other pages for operators. */
const operatorPages = ['configuration', 'audit', 'first-deploy', 'floods', 'logging', 'personal-data', 'upgrading'].map(
  (page) => `docs/${page}.md`,
);
const all = [index, ...alarmPages, ...procedures];
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');
const headings = (page: string) => matches(read(page), /^## (.+)$/gm);

test.each(alarmPages)('%s says what it means, what callers notice, how to see, fix and know', (page) => {
  expect(headings(page)).toEqual([
    'What it means',
    'What callers notice',
    'How to see it',
    'How to fix it',
    'How to know that it is fixed',
  ]);
});

test.each(procedures)('%s says when, what callers notice, how to do it and how to know', (page) => {
  expect(headings(page)).toEqual(['When', 'What callers notice', 'How to do it', 'How to know that it is done']);
});

test('the index links every page, and every alarm page once', () => {
  const linked = matches(read(index), /^\| \[[^\]]+\]\(([^)]+)\)/gm).map((link) => `docs/runbooks/${link}`);
  expect(linked.sort()).toEqual([...alarmPages, ...procedures].sort());
});

describe.each([...all, ...operatorPages])('%s', (page) => {
  const text = read(page);

  test('names existing commands, log lines and metrics', () => {
    const { scripts } = JSON.parse(read('package.json'));
    for (const command of matches(text, /npm run ([a-z:-]+)/g)) expect(Object.keys(scripts)).toContain(command);
    const lines = matches(read('functions/telemetry/log.ts'), /event: '([a-z-]+)'/g);
    for (const list of matches(text, /\bevent (?:=|in) (\[[^\]]+\]|"[^"]+")/g)) {
      for (const line of matches(list, /"([^"]+)"/g)) expect(lines).toContain(line);
    }
    const metric =
      /`((?:Outbox|Audit|Misp|Store)[A-Z]?[A-Za-z]*(?:Rows|Seconds|Delayed|Refused|TooLarge|Unavailable))`/g;
    for (const name of matches(text, metric)) expect([...Object.keys(metricUnits), 'StoreRefused']).toContain(name);
  });

  test('uses options that the commands know', () => {
    const options = /npm run (redrive|counter:raise|smoke|frame) -- ((?:[^\n`|#]|\\\n)*)/g;
    for (const [, command = '', args = ''] of text.matchAll(options)) {
      const { scripts } = JSON.parse(read('package.json'));
      const program: string = scripts[command].split(' ').at(-1);
      for (const option of matches(args, /(--[a-z-]+)/g)) expect(read(program)).toContain(`  ${option}`);
    }
  });
});
