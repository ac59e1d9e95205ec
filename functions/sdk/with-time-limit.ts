import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal>();

/**
 * Aborts the calls of `send` if they take too long, and does not wait for them: the SDK's pause between two tries is
 * cut short only if the call passes the signal in its options, and nothing ends a connection that has become another
 * protocol's (status 101). Unlike
 * `AbortSignal.timeout`, this leaves no timer running after the end. Every call uses it, because the client's own
 * timeouts start again with each part of an answer.
 * @throws AbortError when the time is over.
 */
export async function withTimeLimit<T>(milliseconds: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    over.reject(Object.assign(new Error('The time is over'), { name: 'AbortError' }));
    limit.abort();
  }, milliseconds);
  try {
    return await Promise.race([signals.run(limit.signal, send, limit.signal), over.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The signal of the time limit within which this runs. So a call needs no options: the SDK keeps the middleware of
 * commands only if they are sent without (`functions/storage/document-client.ts`).
 */
export const signalOfTimeLimit = (): AbortSignal | undefined => signals.getStore();
