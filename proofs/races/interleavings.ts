import type { Choose } from './conductor.ts';

interface Step {
  readonly options: number;
  taken: number;
}

/**
 * Goes through every order in which requests can come to the store, one order in each round, and starts again after the last. An
 * order is the list of choices that were made in it; the next one differs in the last choice that has another option left.
 */
export class Interleavings {
  #path: Step[] = [];
  #position = 0;
  #isFirstPass = true;
  #seen = 0;

  /** Makes the choices of the round that runs. */
  readonly choose: Choose = (options) => {
    const step = this.#path[this.#position] ?? { options: options.length, taken: 0 };
    this.#path[this.#position] = step;
    this.#position += 1;
    return options[step.taken]!;
  };

  /** Orders that have been run; each is counted once. */
  get seen(): number {
    return this.#seen;
  }

  /** The round is over: goes on to the next order. */
  next(): void {
    if (this.#isFirstPass) this.#seen += 1;
    this.#path.length = this.#position;
    this.#position = 0;
    for (let last = this.#path.at(-1); last !== undefined; last = this.#path.at(-1)) {
      last.taken += 1;
      if (last.taken < last.options) return;
      this.#path.pop();
    }
    this.#isFirstPass = false;
  }
}
