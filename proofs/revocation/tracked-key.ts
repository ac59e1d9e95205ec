/**
 * The state of a key by the answers alone. `changing`: a request that revokes or restores it is under way, so either
 * verdict is right.
 */
export type KnownState = 'works' | 'changing' | 'revoked';

/** A licence key, and its state by the answers so far. */
export class TrackedKey {
  readonly mispId: string;
  readonly key: string;
  #state: KnownState = 'works';
  #changes = 0;
  #changedAt = performance.now();

  constructor(mispId: string, key: string) {
    this.mispId = mispId;
    this.key = key;
  }

  get state(): KnownState {
    return this.#state;
  }

  /** Counts changes; if it is the same before and after something, the state did not change in between. */
  get changes(): number {
    return this.#changes;
  }

  /** When the state was reached, on the clock of `performance.now()`. */
  get changedAt(): number {
    return this.#changedAt;
  }

  become(state: KnownState): void {
    this.#state = state;
    this.#changes += 1;
    this.#changedAt = performance.now();
  }
}
