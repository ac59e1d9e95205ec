import { fork } from 'node:child_process';
import { join } from 'node:path';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import { killAfter } from '../child-process.ts';

/** Elapsed time and processor time of all threads, in milliseconds. */
export interface Duration {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The measurements of one fresh process. */
export interface ColdStart {
  /** From the start of the import until the bundle is evaluated. Lambda calls this phase INIT. */
  readonly load: Duration;
  /** From the end of the import to the first answer. */
  readonly firstAnswer: Duration;
  /** Resident memory after the answer. */
  readonly memoryBytes: number;
  readonly answer: unknown;
}

/** What is done to a process after it has loaded and before it gets its event. */
export interface BeforeEvent {
  readonly clockOffsetMs?: number;
  prepare?(processId: number): void;
}

export interface ColdCall {
  readonly bundle: string;
  readonly event: unknown;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly beforeEvent?: BeforeEvent;
}

/** Six times the timeout of an operation on Lambda. The scheduled functions may take longer there, but have one row at most here. */
const LIMIT_MS = 60_000;

/** As Lambda sets it for a request that X-Ray does not sample. */
const TRACE = 'Root=1-69a41ebe-3d1e2f4a5b6c7d8e9f0a1b2c;Parent=53995c3f42cd8ad8;Sampled=0';

type Message = { readonly error: string } | Pick<ColdStart, 'load'> | Omit<ColdStart, 'load'>;

/**
 * Starts a fresh process with this Node.js. It loads a bundle and answers one event.
 * @throws Error with the message of the process if it does not answer.
 */
export function startCold({ bundle, event, environment, timeoutMs, beforeEvent = {} }: ColdCall): Promise<ColdStart> {
  const { awsRequestId, functionName, memoryLimitInMB } = lambdaContext();
  const context = { awsRequestId, functionName, memoryLimitInMB };
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'cold-process.mjs'), {
      env: { ...environment, _X_AMZN_TRACE_ID: TRACE },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const clearLimit = killAfter(child, LIMIT_MS, () => reject(new Error(`${bundle} gave no answer in time`)));
    let load: Duration | undefined;
    child.once('error', reject);
    // A message may still arrive after 'exit', but none after 'close'.
    child.once('close', (code) => {
      clearLimit();
      reject(new Error(`The process of ${bundle} ended with ${code} and no answer`));
    });
    child.on('message', (message: Message) => {
      if ('error' in message) reject(new Error(message.error));
      else if ('load' in message) {
        load = message.load;
        beforeEvent.prepare?.(Number(child.pid));
        child.send({ event, context, remainingMs: timeoutMs, clockOffsetMs: beforeEvent.clockOffsetMs ?? 0 });
      } else if (load !== undefined) resolve({ load, ...message });
    });
    child.send({ bundle });
  });
}
