import type { Throttling } from './api-definition.ts';

/** Lets a burst of requests pass, then `rate` requests a second. */
export class TokenBucket {
  readonly #throttling: Throttling;
  readonly #clock: () => number;
  #tokens: number;
  #filledAt: number;

  /** @param clock milliseconds. */
  constructor(throttling: Throttling, clock: () => number) {
    this.#throttling = throttling;
    this.#clock = clock;
    this.#tokens = throttling.burst;
    this.#filledAt = clock();
  }

  /** Whether one more request may pass now. */
  take(): boolean {
    const now = this.#clock();
    const earned = ((now - this.#filledAt) / 1000) * this.#throttling.rate;
    this.#tokens = Math.min(this.#throttling.burst, this.#tokens + earned);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
