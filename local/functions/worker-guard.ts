import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads `+ pid` and `- pid` and kills what is left when its input ends, which the kernel sees to however this process ends.
 * The list stands between blanks, so that one number is never found in another. A shell starts in a millisecond.
 */
const SCRIPT = `
list=' '
while read -r sign pid; do
  case $sign in
    +) list="$list$pid " ;;
    -) case $list in *" $pid "*) list="\${list%% $pid *} \${list#* $pid }" ;; esac ;;
  esac
done
[ "$list" = ' ' ] || kill -9 $list 2>/dev/null
exit 0
`;

/** Ends processes that this one leaves behind, even those that are stuck and would never notice. */
export interface WorkerGuard {
  watch(processId: number): void;
  /** To be called as soon as the process is gone: its number may be another's soon. */
  forget(processId: number): void;
  stop(): Promise<void>;
}

/**
 * Starts a guard. Where there is no shell (Windows) it does nothing: there, a function in an endless loop of its own
 * outlives a parent that is killed, until its loop ends.
 */
export function startWorkerGuard(): WorkerGuard {
  // A process group of its own: Ctrl-C must not end the guard before those that it watches.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const ended = new Promise<void>((resolve) => {
    shell.on('error', () => resolve());
    shell.on('exit', () => resolve());
  });
  shell.stdin.on('error', () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  const tell = (line: string) => {
    if (shell.stdin.writable) shell.stdin.write(`${line}\n`);
  };
  return {
    watch: (processId) => tell(`+ ${processId}`),
    forget: (processId) => tell(`- ${processId}`),
    async stop() {
      shell.ref();
      shell.stdin.end();
      await ended;
    },
  };
}
