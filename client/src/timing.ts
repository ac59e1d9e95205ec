import { onAbort } from './on-abort.ts';

/** Clock, random numbers and timers for retries. Tests replace them. */
export interface Timing {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1, 1 excluded. */
  random(): number;
  /** Resolves after this time; rejects with the signal's reason if aborted. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
}

/** A time for `setTimeout`, which takes a longer one for none at all. */
export const timerMs = (milliseconds: number): number => Math.min(milliseconds, 2 ** 31 - 1);

/** The platform's clock, random numbers and timers. */
export const platformTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const takeBack = onAbort(signal, () => {
        clearTimeout(timer);
        reject(signal?.reason);
      });
      const timer = setTimeout(() => {
        takeBack();
        resolve();
      }, timerMs(milliseconds));
    }),
};
