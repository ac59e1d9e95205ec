import { type ChildProcess, fork } from 'node:child_process';
import { descendantsOf } from '../test/local/process-tree.ts';

/** Far more than any program of the benchmarks takes: an answer that has not come by then will never come. */
const LIMIT_MS = 5 * 60_000;

export interface AskOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

/**
 * Runs a program of the benchmarks in its own process, discards its standard output, and sends it one message.
 * @returns the first message that it sends back.
 * @throws Error with what went wrong there when it sends `{ error }`, ends before it has sent anything, or takes too long.
 */
export function askProcess<Answer>(
  program: string,
  question: unknown,
  { environment = process.env, limitMs = LIMIT_MS }: AskOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(program, { env: environment, execArgv: [], stdio: [...stdio] });
    const clearLimit = killAfter(child, limitMs, () =>
      reject(new Error(`${program} gave no answer in ${limitMs / 1000} s and was ended`)),
    );
    child.once('error', reject);
    // A message may still arrive after 'exit', but none after 'close'.
    child.once('close', (code) => {
      clearLimit();
      reject(new Error(`${program} ended with ${code} and no answer`));
    });
    child.once('message', (message: Answer & { error?: string }) => {
      clearLimit();
      if (message.error === undefined) resolve(message);
      else reject(new Error(message.error));
    });
    child.send(question as object);
  });
}

/**
 * Kills a process, and those that it has started, if it takes longer than this.
 * @returns a function that removes the limit.
 */
export function killAfter(child: ChildProcess, milliseconds: number, onEnd: () => void): () => void {
  const timer = setTimeout(() => {
    onEnd();
    if (child.pid === undefined) return;
    const started = process.platform === 'linux' ? descendantsOf(child.pid) : [];
    for (const processId of [child.pid, ...started]) {
      try {
        process.kill(processId, 'SIGKILL');
      } catch {
        // It has already ended.
      }
    }
  }, milliseconds);
  return () => clearTimeout(timer);
}
