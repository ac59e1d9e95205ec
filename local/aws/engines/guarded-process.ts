import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const guard = fileURLToPath(new URL('./guard.mjs', import.meta.url));
const keptOutput = 4_000;

/** A program that ends with its parent, however that ends. */
export interface GuardedProcess {
  /** The last of what it wrote to stdout and stderr. */
  output(): string;
  hasEnded(): boolean;
  /** Kills the program; resolves when it is gone. Calling it again does no harm. */
  stop(): Promise<void>;
}

/**
 * Starts a program under a guard. It does not keep the parent's event loop alive: a parent that forgets `stop` can end, and
 * the guard then ends the program.
 * @param command an executable file, or a name that is looked for in PATH.
 */
export function startGuarded(command: string, args: readonly string[]): GuardedProcess {
  // A process group of its own, so that Ctrl-C reaches the parent only, which stops its programs in its own order.
  const child = spawn(process.execPath, [guard, command, ...args], { stdio: 'pipe', detached: true });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // Closing the pipe is what ends the guard; that the other side has closed it already is no error.
  child.stdin.on('error', () => undefined);

  let ended = false;
  const exit = new Promise<void>((resolve) => {
    const finish = () => {
      ended = true;
      resolve();
    };
    child.on('exit', finish);
    child.on('error', (error) => {
      keep(Buffer.from(error.message));
      finish();
    });
  });
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref();

  return {
    output: () => output.trim(),
    hasEnded: () => ended,
    async stop() {
      child.ref();
      child.stdin.destroy();
      await exit;
    },
  };
}
