import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endAfter } from '../child-process.ts';

/** Far more than a command takes, the whole of the tests apart. */
const LIMIT_MS = 10 * 60_000;

/** A command that has ended. */
export interface Finished {
  readonly seconds: number;
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** What it wrote to stdout and stderr. */
  readonly output: string;
}

/** The environment of a terminal that knows nothing of this project: an npm script adds paths and names of its own to it. */
export function terminalEnvironment(): NodeJS.ProcessEnv {
  const own =
    /^(npm_(lifecycle|package)_.*|npm_(execpath|node_execpath|command|config_local_prefix)|INIT_CWD|NODE|PATH)$/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const paths = (process.env.PATH ?? '').split(':').filter((path) => !path.includes('/node_modules/'));
  return { ...Object.fromEntries(kept), PATH: paths.join(':') };
}

export interface CommandOptions {
  /** Called with each line that the command writes. */
  readonly onLine?: (line: string) => void;
  /** Beside what a terminal has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** When it is ended, in milliseconds. */
  readonly limitMs?: number;
}

/**
 * Runs a command to its end.
 * @throws Error when it cannot be started or takes too long; that it fails is in the result.
 */
export function timed(
  folder: string,
  command: string,
  args: readonly string[],
  { onLine = () => undefined, environment = {}, limitMs = LIMIT_MS }: CommandOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const env = { ...terminalEnvironment(), ...environment };
    const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output += `${line}\n`;
        onLine(line);
      });
    }
    const forgetLimit = endAfter(child, limitMs, () => {
      const typed = [command, ...args].join(' ');
      reject(new Error(`${typed} did not end in ${limitMs / 1000} s and was ended:\n${output.slice(-2000)}`));
    });
    child.once('error', (error) => {
      forgetLimit();
      reject(error);
    });
    child.once('close', (code) => {
      forgetLimit();
      resolve({ seconds: (performance.now() - started) / 1000, code, output });
    });
  });
}

/** The same, for a command that must succeed. @throws Error with the end of its output. */
export async function timedSuccess(folder: string, command: string, args: readonly string[]): Promise<Finished> {
  const finished = await timed(folder, command, args);
  if (finished.code === 0) return finished;
  throw new Error(
    `${[command, ...args].join(' ')} failed with code ${finished.code}:\n${finished.output.slice(-2000)}`,
  );
}
