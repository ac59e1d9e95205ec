import { onAbort } from './on-abort.ts';
import { timerMs } from './timing.ts';

/**
 * Waits for work until it ends, the caller aborts, or its time is over. Others may wait for the same work.
 * @param work begins it, unless the caller has aborted already. Its signal says that nobody waits any more. A `fetch` of
 * the caller's own may ignore it.
 * @param late what to throw when the time is over.
 * @throws the work's error, the reason of the caller's signal, or `late()`.
 */
export async function withinTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limitMs: number,
  caller: AbortSignal | undefined,
  late: () => Error,
): Promise<T> {
  caller?.throwIfAborted();
  const ended = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    ended.signal.addEventListener('abort', () => reject(ended.signal.reason));
  });
  const takeBack = onAbort(caller, () => ended.abort(caller?.reason));
  const timer = setTimeout(() => ended.abort(late()), timerMs(limitMs));
  try {
    return await Promise.race([work(ended.signal), stopped]);
  } finally {
    clearTimeout(timer);
    takeBack();
  }
}
