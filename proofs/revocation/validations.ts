import { validateRequest } from '../../test/scenarios/requests.ts';
import type { Instance } from './fleet.ts';
import type { TrackedKey } from './tracked-key.ts';

/** What validations have shown so far. */
export class Validations {
  count = 0;
  /** Those that began after the answer to a revocation, and ended before the key was restored. */
  whileRevoked = 0;
  /** Those that answered active. */
  active = 0;
  /** The shortest time between the answer to a revocation and the start of a validation. */
  soonestMs = Number.POSITIVE_INFINITY;
  readonly violations: string[] = [];
  /** By process. */
  readonly made: number[] = [];
  readonly #processes: number;
  readonly #asked = new Set<number>();
  #question = 0;
  #awaited = 0;
  #isSure = false;
  #release = () => {};

  /** @param processes number of validating processes, numbered from 0. */
  constructor(processes: number) {
    this.#processes = processes;
  }

  /** Whether this process has validated the key in question, in a call that began after `askAgain`. */
  hasAsked(number: number): boolean {
    return this.#asked.has(number);
  }

  /**
   * From now on another key is in question, or the same one again.
   * @returns once this many validations have been made in all, and every process has validated the key if `isSure`.
   *   Only one caller may wait.
   */
  askAgain(count: number, isSure: boolean): Promise<void> {
    this.#question += 1;
    this.#asked.clear();
    this.#awaited = count;
    this.#isSure = isSure;
    return new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  /** Ends: releases the waiting caller. */
  end(): void {
    this.#release();
  }

  /** Validates a key on a process, and compares the verdict with the answers before it. */
  async validate(instance: Instance, number: number, key: TrackedKey, isInQuestion: boolean): Promise<void> {
    const { state, changes } = key;
    const question = this.#question;
    const startedAt = performance.now();
    const { response, errorCode } = await instance.call(validateRequest(key.mispId, key.key));
    const endedAt = performance.now();
    this.count += 1;
    this.made[number] = (this.made[number] ?? 0) + 1;
    const isActive = response?.isActive === true;
    if (isActive) this.active += 1;
    if (key.changes === changes && state !== 'changing') {
      // A call that began before `askAgain` may have been about another key, or have read before it.
      if (isInQuestion && question === this.#question) this.#asked.add(number);
      this.#judge(key, isActive, String(response?.reason ?? errorCode), startedAt, endedAt);
    }
    const isEnough = !this.#isSure || this.#asked.size === this.#processes;
    if (this.count >= this.#awaited && isEnough) this.#release();
  }

  #judge(
    { state, mispId, changedAt }: TrackedKey,
    isActive: boolean,
    reason: string,
    startedAt: number,
    endedAt: number,
  ): void {
    const times = `began ${(startedAt - changedAt).toFixed(2)} ms after that answer and took ${(endedAt - startedAt).toFixed(2)} ms`;
    if (state === 'revoked') {
      this.whileRevoked += 1;
      this.soonestMs = Math.min(this.soonestMs, startedAt - changedAt);
      if (isActive) {
        this.violations.push(`Validation ${this.count} said ${reason} of a revoked key of MISP ${mispId}: it ${times}`);
      }
    } else if (!isActive) {
      this.violations.push(
        `Validation ${this.count} said ${reason} of a key of MISP ${mispId} that works: it ${times}`,
      );
    }
  }
}
