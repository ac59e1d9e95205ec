import { type ChildProcess, spawn } from 'node:child_process';
import { SAME_SIGNAL_MS } from './stop-signals.ts';

export interface Step {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Runs a command and prints its output. Passes signals on; a second one, a while after the first, kills the command.
 * @param onOutput gets the output instead. A signal, and the end of this process, then kill the command with all that it
 *   has started: a compiler may ignore Ctrl-C, or end and leave a process that holds the output open. Only a SIGKILL or a
 *   crash of this process leaves it running.
 * @returns its exit code; 1 if a signal ended it.
 * @throws Error if it cannot be started.
 */
export function runStep({ command, args, environment }: Step, onOutput?: (text: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const hasTerminal = onOutput === undefined;
    let child: ChildProcess | undefined;
    let ending: { readonly by: NodeJS.Signals; readonly since: number } | undefined;
    const killWithGroup = () => {
      if (child?.pid !== undefined) killGroup(child.pid);
    };
    const forward = (signal: NodeJS.Signals) => {
      ending ??= { by: signal, since: performance.now() };
      if (!hasTerminal) killWithGroup();
      else child?.kill(performance.now() - ending.since > SAME_SIGNAL_MS ? 'SIGKILL' : signal);
    };
    const end = () => {
      for (const signal of SIGNALS) process.off(signal, forward);
      process.off('exit', killWithGroup);
    };
    // From before the start on, so that none is lost. A terminal sends Ctrl-C to both: twice does no harm.
    for (const signal of SIGNALS) process.on(signal, forward);
    if (!hasTerminal) process.on('exit', killWithGroup);
    try {
      child = spawn(command, args, {
        stdio: hasTerminal ? 'inherit' : ['ignore', 'pipe', 'pipe'],
        detached: !hasTerminal,
        env: { ...process.env, ...environment },
      });
    } catch (error) {
      end();
      throw error;
    }
    if (!hasTerminal)
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
    child.on('error', (error) => {
      end();
      reject(error);
    });
    // Its output may still arrive after 'exit', but not after 'close'.
    child.on('close', (code) => {
      end();
      // This process was to end, too, and not to go on with what comes next.
      if (ending !== undefined) process.kill(process.pid, ending.by);
      else resolve(code ?? 1);
    });
  });
}

/** Kills a process that leads its group, and the rest of the group. */
function killGroup(processId: number): void {
  try {
    process.kill(-processId, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/**
 * Runs steps in order. Prints a line before each, and its time after it.
 * @returns whether all succeeded. Stops at the first failure.
 */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    const started = performance.now();
    const place = steps.length === 1 ? '' : `[${index + 1}/${steps.length}] `;
    console.log(`\n${place}${step.title}`);
    if (!reportEnd(step, started, await runStep(step))) return false;
  }
  return true;
}

/**
 * Runs steps at the same time. Prints the output of each at its end, and its time.
 * @returns whether all succeeded.
 */
export async function runStepsAtOnce(steps: readonly Step[]): Promise<boolean> {
  const started = performance.now();
  const ended = steps.map(async (step) => {
    let output = '';
    const code = await runStep(step, (text) => {
      output += text;
    }).catch((error: Error) => {
      output += `${error.message}\n`;
      return 1;
    });
    process.stdout.write(output);
    return reportEnd(step, started, code);
  });
  return (await Promise.all(ended)).every((isDone) => isDone);
}

/** Prints how a step ended, and after how long. @returns whether it succeeded. */
function reportEnd({ title }: Step, started: number, code: number): boolean {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) console.log(`${title}: done (${seconds} s)`);
  else console.error(`\n${title}: failed after ${seconds} s (exit code ${code})`);
  return code === 0;
}
