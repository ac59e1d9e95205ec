/** Clock, random numbers and timers for retries. Tests replace them. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1, 1 excluded. */
  random(): number;
  /** Resolves after this time; rejects with the signal's reason if aborted. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The platform's clock, random numbers and timers. */
export const platformTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
