import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';
import { drawTerminal, type TimedLine } from './picture/draw-terminal.ts';

const USAGE = `Draws docs/npm-start.svg, the terminal in the README: starts the local cloud, runs the calls that it prints in a shell, and
records each line with its time. Run it again when the output of npm start changes. Needs port 3000, curl and a POSIX shell.

  npm run picture
  npm run picture -- --help   show this text`;

const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const LAST_LINE = /^Every event that reaches the bus/;
/** Separates the events of one call from those of the next. */
const PAUSE_MS = 800;

/** Runs `npm start` and its example calls. @returns the terminal's lines. */
async function record(): Promise<readonly TimedLine[]> {
  const lines: TimedLine[] = [{ at: 0, text: '$ npm start' }];
  const started = performance.now();
  const cloud = spawn(process.execPath, ['--no-warnings', 'local/start.ts'], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => cloud.once('close', resolve));
  const calls: string[] = [];
  let previous = '';
  for await (const text of createInterface(cloud.stdout)) {
    if (previous.startsWith('# ')) calls.push(text);
    previous = text;
    lines.push({ at: performance.now() - started, text: text.replace(TOKEN, 'eyJhbGciOi…') });
    // Not awaited: this loop must go on to read the events of the calls.
    if (LAST_LINE.test(text)) {
      play(calls).then(
        () => cloud.kill('SIGINT'),
        (error: unknown) => {
          console.error(error);
          process.exitCode = 1;
          cloud.kill('SIGINT');
        },
      );
    }
  }
  await ended;
  if (!lines.some(({ text }) => LAST_LINE.test(text))) throw new Error('npm start failed: see above');
  return lines.filter(({ text }) => text !== '');
}

/** Runs the calls in one shell, because each sets variables for the next. */
async function play(calls: readonly string[]): Promise<void> {
  const script = ['set -eu', ...calls].join(`\nsleep ${PAUSE_MS / 1000}\n`);
  const shell = spawn('sh', ['-c', script], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => shell.once('close', resolve));
  if (code !== 0) throw new Error(`An example call of npm start failed with status ${code}`);
  await pause(PAUSE_MS);
}

const { values } = readOptions({ options: { help: { type: 'boolean', default: false } } });
if (values.help) console.log(USAGE);
else {
  const file = join(projectFolder, 'docs/npm-start.svg');
  writeFileSync(file, drawTerminal('npm start: the local cloud starts, and events arrive', await record()));
  console.log(file);
}
