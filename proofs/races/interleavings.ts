import type { Choose } from './conductor.ts';

interface Step {
  readonly options: number;
  taken: number;
}

/**
 * Goes through every order in which requests can call the store, one in each round, and then starts again. An order is
 * the list of its choices. The next order differs in the last choice with an option left.
 */
export class Interleavings {
  #path: Step[] = [];
  #position = 0;
  #isFirstPass = true;
  #seen = 0;

  /** Makes the choices of the current round. */
  readonly choose: Choose = (options) => {
    const step = this.#path[this.#position] ?? { options: options.length, taken: 0 };
    this.#path[this.#position] = step;
    this.#position += 1;
    return options[step.taken]!;
  };

  /** Number of distinct orders that have been run. */
  get seen(): number {
    return this.#seen;
  }

  /** Ends the round and goes on to the next order. */
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
