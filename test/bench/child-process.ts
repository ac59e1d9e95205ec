import { fork } from 'node:child_process';

/**
 * Runs a program of the benchmarks in a process of its own, with its output going nowhere, and hands it one message.
 * @returns the first message that it sends back.
 * @throws Error with what went wrong there when it sends `{ error }`, or ends before it has sent anything.
 */
export function askProcess<Answer>(
  program: string,
  question: unknown,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(program, { env: environment, execArgv: [], stdio: [...stdio] });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} and no answer`)));
    child.once('message', (message: Answer & { error?: string }) => {
      if (message.error === undefined) resolve(message);
      else reject(new Error(message.error));
    });
    child.send(question as object);
  });
}
