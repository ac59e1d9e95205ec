import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { waitForEnd } from '../local/process-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'stop-signals-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes lines until it is to stop. Ends in order after some more lines, and notes each time. */
const program = (notes: string) => `
  const { appendFileSync } = await import('node:fs');
  const { onStopSignal } = await import(${JSON.stringify(join(projectFolder, 'scripts/stop-signals.ts'))});
  onStopSignal(() => {
    appendFileSync(${JSON.stringify(notes)}, 'stopping ');
    setTimeout(() => {
      appendFileSync(${JSON.stringify(notes)}, 'ended');
      process.exit(130);
    }, 300);
  });
  setInterval(() => { console.log('still here'); console.error('and here'); }, 10);`;

test.each<[string, readonly NodeJS.Signals[]]>([
  ['one Ctrl-C that npm and the terminal both send', ['SIGINT', 'SIGINT']],
  ['a kill', ['SIGTERM']],
  ['a terminal that hangs up', ['SIGHUP', 'SIGTERM', 'SIGHUP']],
])('%s stops it once, and in order, though nobody reads any more', async (_, signals) => {
  const notes = join(folder, signals.join('-'));
  const args = ['--no-warnings', '--input-type=module', '--eval', program(notes)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  const exit = once(child, 'exit');
  for (const signal of signals) {
    child.kill(signal);
    while (!existsSync(notes)) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await exit).toEqual([130, null]);
  expect(readFileSync(notes, 'utf8')).toBe('stopping ended');
});

/** Sends Ctrl-C again and again. @returns exit code and signal. */
async function interruptUntilExit(child: ChildProcess): Promise<readonly unknown[]> {
  const exit = once(child, 'exit');
  const repeat = setInterval(() => child.kill('SIGINT'), 300);
  child.kill('SIGINT');
  return exit.finally(() => clearInterval(repeat));
}

test('a second signal, a while later, ends it at once', async () => {
  const notes = join(folder, 'twice');
  const hanging = program(notes).replace("'ended'", "''").replace('process.exit(130);', '');
  const args = ['--no-warnings', '--input-type=module', '--eval', hanging];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  expect(await interruptUntilExit(child)).toEqual([130, null]);
  expect(readFileSync(notes, 'utf8')).toBe('stopping ');
});

/** Runs the text of a module that uses `scripts/run-steps.ts`. */
function startModule(text: string) {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', text], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return { child, output: () => output };
}
const runSteps = JSON.stringify(join(projectFolder, 'scripts/run-steps.ts'));

test.each(['SIGINT', 'SIGTERM', 'SIGQUIT'] as const)(
  'checks that run at once end with their command at %s',
  async (signal) => {
    // Ignores the signal, and has a child that holds its output.
    const script = "trap '' INT TERM QUIT; echo $$ >> $0; sleep 60 & echo $! >> $0; wait";
    const notes = join(folder, `checks-${signal}`);
    const text = `
    const { runStepsAtOnce } = await import(${runSteps});
    const step = { title: 'sleep', command: 'sh', args: ['-c', ${JSON.stringify(script)}, ${JSON.stringify(notes)}] };
    await runStepsAtOnce([step, step]);
    console.log('goes on');`;
    const { child, output } = startModule(text);
    const noted = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n').map(Number) : []);
    while (noted().length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    const exit = once(child, 'exit');
    child.kill(signal);
    // Not by waiting for its exit: that comes in a minute, whatever the signal did.
    expect(await waitForEnd([child.pid!, ...noted()])).toEqual([]);
    expect(await exit).toEqual([null, signal]);
    expect(output()).not.toContain('goes on');
  },
);

test('checks end with their command if it breaks down', async () => {
  const notes = join(folder, 'broken-down');
  const text = `
    const { runStepsAtOnce } = await import(${runSteps});
    const script = 'echo $$ >> $0; sleep 60 & echo $! >> $0; wait';
    void runStepsAtOnce([{ title: 'sleep', command: 'sh', args: ['-c', script, ${JSON.stringify(notes)}] }]);
    const { existsSync, readFileSync } = await import('node:fs');
    while (!existsSync(${JSON.stringify(notes)}) || readFileSync(${JSON.stringify(notes)}, 'utf8').split('\\n').length < 3)
      await new Promise((resolve) => setTimeout(resolve, 10));
    throw new Error('broken down');`;
  const { child } = startModule(text);
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(await waitForEnd(readFileSync(notes, 'utf8').trim().split('\n').map(Number))).toEqual([]);
});

test('a check that cannot start has failed, and the others end as usual', async () => {
  const text = `
    const { runStepsAtOnce } = await import(${runSteps});
    const steps = [
      { title: 'missing', command: '/nonexistent', args: [] },
      { title: 'too long', command: 'true', args: ['x'.repeat(200_000)] },
      { title: 'sleep', command: 'sh', args: ['-c', 'sleep 0.2; echo slept'] },
    ];
    console.log(await runStepsAtOnce(steps), process.listenerCount('SIGTERM'), process.listenerCount('exit'));`;
  const { child, output } = startModule(text);
  await once(child, 'exit');
  expect(output()).toMatch(/^slept\nsleep: done \(.*\)\nfalse 0 0$/m);
  for (const why of ['E2BIG', 'spawn /nonexistent']) expect(output()).toContain(why);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a command that runs another one passes %s on, and does not go on itself',
  async (signal) => {
    const text = `
    const { runStep } = await import(${runSteps});
    await runStep({ title: 'sleep', command: 'sh', args: ['-c', 'echo child $$; exec sleep 60'] });
    console.log('goes on');`;
    const { child, output } = startModule(text);
    while (!output().includes('\n')) await once(child.stdout, 'data');
    const pid = Number(/child (\d+)/.exec(output())?.[1]);
    const exit = once(child, 'exit');
    child.kill(signal);
    expect(await exit).toEqual([null, signal]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(output()).not.toContain('goes on');
  },
);

test('a second signal, a while later, kills a command that goes on', async () => {
  const text = `
    const { runStep } = await import(${runSteps});
    await runStep({ title: 'sleep', command: 'sh', args: ['-c', 'trap "" INT; echo up; while :; do sleep 0.1; done'] });
    console.log('goes on');`;
  const { child, output } = startModule(text);
  while (!output().includes('up')) await once(child.stdout, 'data');
  expect(await interruptUntilExit(child)).toEqual([null, 'SIGINT']);
  expect(output()).toBe('up\n');
});
