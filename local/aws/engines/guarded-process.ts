import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const guard = fileURLToPath(new URL('./guard.mjs', import.meta.url));
const keptOutput = 4_000;

/** A program that ends with its parent, however that ends. */
export interface GuardedProcess {
  /** The last of what it wrote to stdout and stderr, and how it ended. */
  output(): string;
  /** Resolves when it is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Kills the program; resolves when it is gone. Calling it again does no harm. */
  stop(): Promise<void>;
}

/**
 * Starts a program under a guard. It does not keep the parent's event loop alive: a parent that forgets `stop` can end, and
 * the guard then ends the program. Files that the program makes are its user's alone.
 * @param command an executable file, or a name that is looked for in PATH.
 */
export function startGuarded(command: string, args: readonly string[]): GuardedProcess {
  // A process group of its own, so that Ctrl-C reaches the parent only, which stops its programs in its own order.
  const child = spawn(process.execPath, [guard, command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let processId = '';
  const report = child.stdio[3] as Readable;
  report.on('data', (chunk: Buffer) => {
    processId += chunk.toString();
  });
  // Closing the pipe is what ends the guard; that the other side has closed it already is no error.
  child.stdin.on('error', () => undefined);

  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      keep(Buffer.from(error.message));
      resolve();
    });
    child.on('exit', (_code, signal) => {
      if (signal === null) return;
      keep(Buffer.from(`\nits guard was killed by ${signal}\n`));
      endProcess(Number(processId));
    });
    // Later than the exit: all that was written has been read.
    child.on('close', () => resolve());
  });
  const pipes = [child.stdin, child.stdout, child.stderr, report].filter((pipe) => pipe instanceof Socket);
  for (const handle of [child, ...pipes]) handle.unref();

  return {
    output: () => output.trim(),
    ended,
    async stop() {
      // The end is report by the pipes: a parent that has nothing else to do would end while it waits for them.
      for (const handle of [child, ...pipes]) handle.ref();
      child.stdin.destroy();
      await ended;
    },
  };
}

function endProcess(processId: number): void {
  try {
    if (processId > 0) process.kill(processId, 'SIGKILL');
  } catch {
    // It has ended with its guard.
  }
}
