import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * Runs a program (its arguments) and kills it when its own input ends. The kernel closes the input however the parent
 * ends, even by SIGKILL, so no program outlives its parent. On file descriptor 3 it reports the program's process id,
 * for the case that this guard is killed. SIGKILL, because neither engine reacts to SIGTERM while a client holds a
 * connection, and both write through SQLite, which survives it. A shell script, because a shell starts in a
 * millisecond.
 */
const GUARD = `
umask 077
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
program=$!
{ while read -r _; do :; done; kill -9 $program; } <&4 >/dev/null 2>&1 3>&- &
watch=$!
exec 4<&-
echo $program >&3
exec 3>&-
wait $program
status=$?
[ $status -gt 128 ] && how="was killed by SIG$(kill -l $status)" || how="ended with exit status $status"
echo "it $how" >&2
exec 2>/dev/null
kill -9 $watch
exit $status
`;

const keptOutput = 4_000;

/** A program that ends with its parent, even if that is killed. */
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
  // Closing the pipe ends the guard. It is no error if the other side closed it first.
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
    // `close` comes after `exit`, when all output has been read.
    child.on('close', () => resolve());
  });
  const pipes = [child.stdin, child.stdout, child.stderr, report].filter((pipe) => pipe instanceof Socket);
  for (const handle of [child, ...pipes]) handle.unref();

  return {
    output: () => output.trim(),
    ended,
    async stop() {
      // A parent with nothing else to do would exit before the pipes report the end.
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
    // It ended with its guard.
  }
}
