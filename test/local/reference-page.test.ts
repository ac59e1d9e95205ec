import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import { answerReferencePage } from '../../local/reference-page/reference-page.ts';

const baseUrl = 'http://localhost:4000/partnermanagement/v1/misps';
const types: readonly (readonly [string, string])[] = [
  ['', 'text/html; charset=utf-8'],
  ['/page.css', 'text/css; charset=utf-8'],
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/swagger-ui.css', 'text/css; charset=utf-8'],
  ['/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['/openapi.json', 'application/json'],
];
const fileAt = (page: string) => {
  const answer = answerReferencePage(page, baseUrl);
  if (answer === undefined) throw new Error(`Nothing at ${page}`);
  return { ...answer, text: answer.body.toString() };
};
const installed = (file: string) => readFileSync(join(projectFolder, 'node_modules/swagger-ui-dist', file), 'utf8');

describe('the reference page', () => {
  test.each(types)('%s is %s, and tells the browser to contact nobody else', (page, type) => {
    const { status, headers } = fileAt(page);
    expect(status).toBe(200);
    expect(headers).toEqual({
      'content-type': type,
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  test('uses only its own files, and no script that the policy would forbid', () => {
    const { text } = fileAt('');
    const named = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    const files = types.map(([page]) => `/_local/docs${page}`);
    expect(named.filter((address) => address !== 'data:,' && !files.includes(address))).toEqual([]);
    expect(named).toHaveLength(5);
    expect(text).not.toMatch(/<script(?! src=)|<style| style=| on\w+=/);
    expect(fileAt('/')).toEqual(fileAt(''));
  });

  test('uses the installed Swagger UI', () => {
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js'])
      expect(fileAt(`/${file}`).text).toBe(installed(file));
  });

  test('has the published document, with the local cloud as its only server', () => {
    const published = JSON.parse(readFileSync(join(projectFolder, 'docs/openapi.json'), 'utf8'));
    expect(JSON.parse(fileAt('/openapi.json').text)).toEqual({
      ...published,
      servers: [{ url: baseUrl, description: expect.any(String) }],
    });
  });

  test.each([
    '/page',
    '/reference-page.ts',
    '/../reference-page.ts',
    '/index.html',
    '/constructor',
    '/__proto__',
    '//',
  ])('%s serves no other file of the folders', (page) => {
    expect(answerReferencePage(page, baseUrl)).toBeUndefined();
  });

  test('no deployed file of the stack mentions it', async () => {
    const folder = await prepareAssembly();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    const knowing = files.filter(({ parentPath, name }) =>
      /swagger|_local\/(docs|token)/i.test(readFileSync(join(parentPath, name), 'utf8')),
    );
    expect(knowing.map(({ name }) => name)).toEqual([]);
  });
});
