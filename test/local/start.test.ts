import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { readCommandLine } from '../../local/command-line.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';
import { descendantsOf, descendantsRunning, waitForEnd } from './process-tree.ts';

jest.setTimeout(60_000);
// As npm starts it.
const program = ['--no-warnings', 'scripts/require-node.cjs', 'local/start.ts'];

/** The output of `npm start` so far. */
interface Started {
  readonly processId: number;
  readonly ended: Promise<number | null>;
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once the output contains the text. */
  shows(text: string): Promise<void>;
}

const children: ChildProcess[] = [];
// A failed test leaves its process running, which would keep Jest from ending.
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    processId: child.pid ?? 0,
    ended,
    output: () => output,
    kill: (signal) => child.kill(signal),
    shows: async (text) => {
      const deadline = Date.now() + 30_000;
      while (!output.includes(text)) {
        if (Date.now() > deadline || child.exitCode !== null) throw new Error(`No "${text}" in:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
  };
}

describe('npm start', () => {
  test('prints calls that work when pasted into a new terminal, and every event; Ctrl-C leaves nothing behind', async () => {
    const started = start('--port', '0');
    await started.shows('appears below');
    const lines = started.output().split('\n');
    const calls = lines.filter((_, position) => lines[position - 1]?.startsWith('# '));
    expect(calls).toHaveLength(4);
    expect(calls.every((line) => line.includes('curl '))).toBe(true);
    const [, reference = ''] = /^Reference (\S+)$/m.exec(started.output()) ?? [];
    expect(await (await fetch(reference)).text()).toContain('<main id="reference">');
    const answers = execFileSync('sh', { input: calls.join('\n'), env: { PATH: process.env.PATH } }).toString();
    const [registered, approved, validated, ...trail] = answers
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(registered.response).toMatchObject({ mispStatus: 'Active' });
    expect(approved.response).toMatchObject({ mispStatusCode: 'approved', mispID: registered.response.mispID });
    expect(validated.response).toMatchObject({ isActive: true, licenseKey: approved.response.mispLicenseKey });
    expect(trail.length).toBeGreaterThanOrEqual(5);
    await started.shows('PMS_MSP_204');
    const everything = descendantsOf(started.processId);
    expect(everything.length).toBeGreaterThan(4);
    started.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(await waitForEnd(everything)).toEqual([]);
  });

  test('--verbose shows what functions write; if the engine is killed, this is reported, and everything ends', async () => {
    const started = start('--port', '0', '--verbose', '--engine', 'dynoxide');
    await started.shows('appears below');
    const [, token = '', base = ''] = /TOKEN='([^']+)'; BASE='([^']+)'/.exec(started.output()) ?? [];
    await fetch(`${base}/misps`, { headers: { authorization: `Bearer ${token}` } });
    await started.shows('list-misps: {');
    const everything = descendantsOf(started.processId);
    expect(everything.length).toBeGreaterThan(2);
    const [killed = 0] = descendantsRunning(started.processId, /^\S*\/dynoxide serve/);
    process.kill(killed, 'SIGKILL');
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain(
      'The DynamoDB engine (dynoxide) has ended: it was killed by SIGKILL. The local cloud cannot continue',
    );
    expect(started.output()).not.toContain('    at ');
    expect(await waitForEnd(everything)).toEqual([]);
  });

  test('a data folder that cannot be created is a clear error at once', async () => {
    const started = start('--port', '0', '--data', '/proc/xyz');
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/^The data folder \/proc\/xyz cannot be used: [^\n]+\n$/);
  });

  test('a taken port is a clear error that says what to do', async () => {
    const { port, stop } = await listenOnLoopback(createServer());
    const started = start('--port', String(port));
    expect(await started.ended).toBe(1);
    await stop();
    expect(started.output()).toContain(`Port ${port} is taken by another program. Choose another one with --port`);
    expect(started.output()).not.toContain('    at ');
  });

  test('an unknown option is a clear error, --help is not an error', async () => {
    const started = start('--prot', '1');
    expect(await started.ended).toBe(2);
    expect(started.output()).toContain("'--prot'");
    expect(started.output()).toContain('npm start -- --help');
    const helped = start('--help');
    expect(await helped.ended).toBe(0);
    for (const option of ['--port', '--data', '--error-codes', '--cors', '--engine', '--verbose']) {
      expect(helped.output()).toContain(option);
    }
  });
});

describe('the command line', () => {
  test('has defaults', () => {
    expect(readCommandLine([])).toEqual({
      help: false,
      verbose: false,
      port: 3000,
      dataFolder: undefined,
      errorCodes: undefined,
      corsOrigins: [],
      engine: undefined,
    });
    const all = ['--port=0', '--data', 'x', '--error-codes', '1.0', '--engine', 'dynamodb-local', '--verbose'];
    const origins = ['http://localhost:5173', 'https://console.example.org', 'http://[::1]:8080'];
    expect(readCommandLine([...all, ...origins.map((origin) => `--cors=${origin}`)])).toMatchObject({
      port: 0,
      corsOrigins: origins,
      dataFolder: 'x',
      errorCodes: '1.0',
      engine: 'dynamodb-local',
    });
  });

  test.each([
    [['--port', '65536'], '--port 65536 is not a port'],
    [['--port', 'http'], '--port http is not a port'],
    [['--error-codes', '2'], '1.1.4 or 1.0'],
    [['--engine', 'postgres'], 'dynoxide or dynamodb-local'],
    [['--data='], '--data needs a folder'],
    [['--cors', '*'], '--cors * is not an origin: http or https, a host and perhaps a port'],
    [['--cors', 'null'], 'is not an origin'],
    [['--cors', 'localhost:5173'], 'is not an origin'],
    [['--cors='], 'is not an origin'],
    [['--cors', 'file:///tmp/page.html'], 'is not an origin'],
    [['--cors', 'http://localhost:5173/'], 'write http://localhost:5173'],
    [['--cors', 'https://Console.example.org:443'], 'write https://console.example.org'],
    [['--cors', 'http://jo@localhost:5173'], 'write http://localhost:5173'],
    [['--cors', 'http://localhost:5173', '--cors', 'http://*'], '--cors http://* is not an origin'],
    [['extra'], 'extra'],
  ])('%j is refused', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
