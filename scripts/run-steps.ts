import { spawn } from 'node:child_process';

export interface Step {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const FORWARDED = ['SIGTERM', 'SIGHUP'] as const;

/** Runs a command and prints its output. @returns its exit code; 1 if a signal ended it. */
export function runStep({ command, args, environment }: Step): Promise<number> {
  return new Promise((resolve, reject) => {
    // A terminal sends Ctrl-C to both; `kill` reaches only this process. From before the start on, so that none is lost.
    let ending: NodeJS.Signals | undefined;
    const forward = (signal: NodeJS.Signals) => {
      ending = signal;
      child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    const end = () => {
      for (const signal of FORWARDED) process.off(signal, forward);
    };
    child.on('error', (error) => {
      end();
      reject(error);
    });
    child.on('exit', (code) => {
      end();
      // This process was to end, too, and not to go on with what comes next.
      if (ending !== undefined) process.kill(process.pid, ending);
      else resolve(code ?? 1);
    });
  });
}

/**
 * Runs steps in order. Prints a line before each, and its time after it.
 * @returns whether all succeeded. Stops at the first failure.
 */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    const started = performance.now();
    console.log(`\n[${index + 1}/${steps.length}] ${step.title}`);
    const code = await runStep(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (code !== 0) {
      console.error(`\n${step.title}: failed after ${seconds} s (exit code ${code})`);
      return false;
    }
    console.log(`${step.title}: done (${seconds} s)`);
  }
  return true;
}
