import { fork } from 'node:child_process';
import { join } from 'node:path';
import { lambdaContext } from '../../support/gateway-event.ts';

/** What one fresh process took. */
export interface ColdStart {
  /** From the import of the bundle until it is evaluated. */
  readonly loadMs: number;
  /** From then to the first answer. */
  readonly answerMs: number;
  /** Processor time of both, of all threads. */
  readonly cpuMs: number;
  /** Resident memory after the answer. */
  readonly memoryBytes: number;
  readonly answer: unknown;
}

/** As Lambda sets it for a request that is not sampled. */
const TRACE = 'Root=1-69a41ebe-3d1e2f4a5b6c7d8e9f0a1b2c;Parent=53995c3f42cd8ad8;Sampled=0';

/**
 * Starts a fresh process of the Node.js that runs this, which loads a bundle and answers one event.
 * @throws Error with what the process said when it gives no answer.
 */
export function startCold(
  bundle: string,
  event: unknown,
  { environment, timeoutMs }: { readonly environment: Record<string, string>; readonly timeoutMs: number },
): Promise<ColdStart> {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(join(import.meta.dirname, 'cold-process.mjs'), {
      env: { ...environment, _X_AMZN_TRACE_ID: TRACE },
      execArgv: [],
      stdio: [...stdio],
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process of ${bundle} ended with ${code} and no answer`)));
    child.once('message', (message: ColdStart & { error?: string }) => {
      if (message.error === undefined) resolve(message);
      else reject(new Error(message.error));
    });
    const { getRemainingTimeInMillis: _, done: _done, fail: _fail, succeed: _succeed, ...context } = lambdaContext();
    child.send({ bundle, event, context, remainingMs: timeoutMs });
  });
}
