import { spawn } from 'node:child_process';

export interface Program {
  /** An executable file, or a name to find in PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
}

export interface Outcome {
  readonly code: number | null;
  /** All of its standard output, then all of its standard error. */
  readonly output: string;
}

/**
 * Runs a program to its end, by default in this process's folder and with its environment.
 * @param onOutput gets the output so far, and can kill the program.
 */
export function runProgram(
  { command, args, environment = process.env, folder }: Program,
  onOutput: (output: string, kill: () => void) => void = () => undefined,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment, cwd: folder });
    const texts = ['', ''];
    const output = () => texts.join('');
    for (const [index, stream] of [child.stdout, child.stderr].entries()) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        texts[index] += text;
        onOutput(output(), () => child.kill('SIGKILL'));
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output() }));
  });
}
