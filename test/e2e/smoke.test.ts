import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { assumptions } from '../../scripts/smoke/assumptions.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

const program = fileURLToPath(new URL('../../scripts/smoke.ts', import.meta.url));
const localCloudPage = fileURLToPath(new URL('../../docs/local-cloud.md', import.meta.url));

let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud();
}, 60_000);
afterAll(() => driver.stop());

function smoke(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', program, ...args]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on('close', (code) => resolve({ code, output }));
  });
}

test('has one check for each assumption that docs/local-cloud.md lists', () => {
  const listed = [...readFileSync(localCloudPage, 'utf8').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(assumptions.map(({ number }) => number)).toEqual(listed);
});

test('passes against the local cloud', async () => {
  const { cloud } = driver;
  const withoutRole = await cloud.token('somebody', { roles: [] });
  const { code, output } = await smoke(
    ...['--url', cloud.baseUrl, '--token', await cloud.token()],
    ...['--token-source', 'either', '--token-without-role', withoutRole],
  );
  expect(output).toMatch(/\n\d+ passed, 0 failed, \d+ not checked here\n$/);
  expect(code).toBe(0);
}, 60_000);

test('fails when the deployment is not as it was told', async () => {
  const { cloud } = driver;
  const { code, output } = await smoke(
    '--url',
    cloud.baseUrl,
    '--token',
    await cloud.token(),
    '--token-source',
    'header',
  );
  expect(output).toMatch(/FAIL {2}1 no token: 401: wanted \[401,"Unauthorized"\], got \[403,"Forbidden"\]/);
  expect(code).toBe(1);
}, 60_000);

test.each([
  [['--url', 'http://127.0.0.1:1/x'], '--url and --token are needed'],
  [['--url', 'http://127.0.0.1:1/x', '--token', 't'], 'No MISP could be registered'],
  [['--token-source', 'body'], '--token-source is one of header, cookie, either'],
  [['--nonsense'], "Unknown option '--nonsense'"],
])('says what is wrong: %j', async (args, message) => {
  const { code, output } = await smoke(...args);
  expect(output).toContain(message);
  expect(code).toBe(1);
});
