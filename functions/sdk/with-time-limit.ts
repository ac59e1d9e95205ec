import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal>();

/**
 * Aborts the calls of `send` if they take too long. Unlike `AbortSignal.timeout`, this leaves no timer running after the
 * end. Every call uses it, because the client's own timeouts start again with each part of an answer.
 */
export async function withTimeLimit<T>(milliseconds: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), milliseconds);
  try {
    return await signals.run(limit.signal, send, limit.signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The signal of the time limit within which this runs. So a call needs no options: the SDK keeps the middleware of
 * commands only if they are sent without (`functions/storage/dynamodb-client.ts`).
 */
export const signalOfTimeLimit = (): AbortSignal | undefined => signals.getStore();
