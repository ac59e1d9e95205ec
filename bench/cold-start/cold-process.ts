import { fork } from 'node:child_process';
import { join } from 'node:path';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import { endAfter } from '../child-process.ts';

/** Time in milliseconds; processor time is that of all threads. */
export interface Took {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** What one fresh process took. */
export interface ColdStart {
  /** From the import of the bundle until it is evaluated: the phase that Lambda calls INIT. */
  readonly load: Took;
  /** From then to the first answer. */
  readonly took: Took;
  /** Resident memory after the answer. */
  readonly memoryBytes: number;
  readonly answer: unknown;
}

/** What happens to a process that has loaded, before it gets its event. */
export interface Between {
  readonly clockOffsetMs?: number;
  arrange?(processId: number): void;
}

export interface ColdCall {
  readonly bundle: string;
  readonly event: unknown;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly between?: Between;
}

/** No function may take half as long on Lambda. */
const LIMIT_MS = 60_000;

/** As Lambda sets it for a request that is not sampled. */
const TRACE = 'Root=1-69a41ebe-3d1e2f4a5b6c7d8e9f0a1b2c;Parent=53995c3f42cd8ad8;Sampled=0';

type Message = { readonly error: string } | Pick<ColdStart, 'load'> | Omit<ColdStart, 'load'>;

/**
 * Starts a fresh process of the Node.js that runs this, which loads a bundle and answers one event.
 * @throws Error with what the process said when it gives no answer.
 */
export function startCold({ bundle, event, environment, timeoutMs, between = {} }: ColdCall): Promise<ColdStart> {
  const { awsRequestId, functionName, memoryLimitInMB } = lambdaContext();
  const context = { awsRequestId, functionName, memoryLimitInMB };
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'cold-process.mjs'), {
      env: { ...environment, _X_AMZN_TRACE_ID: TRACE },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const forgetLimit = endAfter(child, LIMIT_MS, () => reject(new Error(`${bundle} gave no answer in time`)));
    let load: Took | undefined;
    child.once('error', reject);
    // Behind 'exit' there may be a message still to be read; behind 'close' there is none.
    child.once('close', (code) => {
      forgetLimit();
      reject(new Error(`The process of ${bundle} ended with ${code} and no answer`));
    });
    child.on('message', (message: Message) => {
      if ('error' in message) reject(new Error(message.error));
      else if ('load' in message) {
        load = message.load;
        between.arrange?.(Number(child.pid));
        child.send({ event, context, remainingMs: timeoutMs, clockOffsetMs: between.clockOffsetMs ?? 0 });
      } else if (load !== undefined) resolve({ load, ...message });
    });
    child.send({ bundle });
  });
}
