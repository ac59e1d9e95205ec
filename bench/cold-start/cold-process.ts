import { join } from 'node:path';
import { lambdaContext } from '../../test/support/gateway-event.ts';
import { askProcess } from '../child-process.ts';

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

/** No function may take half as long on Lambda. */
const LIMIT_MS = 60_000;

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
  const { awsRequestId, functionName, memoryLimitInMB } = lambdaContext();
  return askProcess<ColdStart>(
    join(import.meta.dirname, 'cold-process.mjs'),
    { bundle, event, context: { awsRequestId, functionName, memoryLimitInMB }, remainingMs: timeoutMs },
    { environment: { ...environment, _X_AMZN_TRACE_ID: TRACE }, limitMs: LIMIT_MS },
  );
}
