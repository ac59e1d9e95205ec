import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Becomes a program (its arguments), after it has started a watch. The watch kills the program when their input ends: the
 * kernel closes it however the parent ends, even by SIGKILL, so no program outlives its parent. The watch is there
 * before the program, and no usual signal to both of them ends only the watch. A shell script, because a shell starts in
 * a millisecond.
 */
const GUARD = `
umask 077
exec 4<&0
{ trap '' HUP INT QUIT TERM USR1 USR2 PIPE ALRM; while read -r _; do :; done; kill -9 $$; } <&4 >/dev/null 2>&1 &
exec "$@" </dev/null 4<&-
`;

const keptOutput = 4_000;

/** A program that ends with its parent, even if that is killed. Processes that it starts itself do not. */
export interface GuardedProcess {
  /** The end of its stdout and stderr, and how it ended. */
  output(): string;
  /** Resolves when it is gone, for any reason. */
  readonly ended: Promise<void>;
  /** Kills the program; resolves when it is gone. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a program under a guard. It does not keep the parent's event loop alive: the parent can exit without calling
 * `stop`, and the guard then kills the program. Only the user can read files that the program creates.
 * @param command an executable file, or a name to find in PATH.
 */
export function startGuarded(command: string, args: readonly string[]): GuardedProcess {
  // A separate process group, so Ctrl-C reaches only the parent, which stops its programs in order.
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer | string) => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // Closing the pipe ends the program. It is no error if the other side closed it first.
  child.stdin.on('error', () => undefined);

  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      keep(error.message);
      resolve();
    });
    // After `exit`, when all output has been read.
    child.on('close', (code, signal) => {
      output = output.trimEnd();
      keep(signal === null ? `\nit ended with exit status ${code}` : `\nit was killed by ${signal}`);
      resolve();
    });
  });
  const pipes = [child.stdin, child.stdout, child.stderr].filter((pipe) => pipe instanceof Socket);
  for (const handle of [child, ...pipes]) handle.unref();

  return {
    output: () => output.trim(),
    ended,
    async stop() {
      // A parent with nothing else to do would exit before the pipes report the end.
      for (const handle of [child, ...pipes]) handle.ref();
      child.stdin.destroy();
      // SIGKILL, because neither engine reacts to SIGTERM while a client holds a connection. Both write through SQLite,
      // which survives it.
      child.kill('SIGKILL');
      await ended;
    },
  };
}
