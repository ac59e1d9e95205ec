/** Time and chance, as retries need them. Tests put their own in its place. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1, 1 excluded. */
  random(): number;
  /** Resolves after a while; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The platform's own clock, chance and timers. */
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
