/**
 * What is known of a key from the answers alone. `changing`: a request that revokes it or brings it back is under way, so
 * either verdict is right.
 */
export type KnownState = 'works' | 'changing' | 'revoked';

/** A licence key, with what the answers so far say of it. */
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

  /** Counts up; when it is the same before and after something, the state was the same all along. */
  get changes(): number {
    return this.#changes;
  }

  /** When the state came about, on the clock of `performance.now()`. */
  get changedAt(): number {
    return this.#changedAt;
  }

  become(state: KnownState): void {
    this.#state = state;
    this.#changes += 1;
    this.#changedAt = performance.now();
  }
}
