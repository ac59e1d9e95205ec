import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads `+ pid` and `- pid`, and kills the remaining processes when its input ends. The kernel closes the input however
 * this process ends. Blanks around each pid keep one from matching inside another. A shell script, because a shell
 * starts in a millisecond.
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

/** Kills processes that outlive this one, even stuck ones. */
export interface WorkerGuard {
  watch(processId: number): void;
  /** Call it as soon as the process is gone, because its id may be reused. */
  forget(processId: number): void;
  stop(): Promise<void>;
}

/**
 * Starts a guard. Without a shell (Windows) it does nothing: a function in an endless loop then outlives a killed
 * parent.
 */
export function startWorkerGuard(): WorkerGuard {
  // A separate process group: Ctrl-C must not end the guard before the processes that it watches.
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
