/** A semaphore, first come first served. */
export class StartGate {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  /** @param limit how many may be inside at once. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs the work when there is room. */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#inside >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Passes the place on, so a newcomer cannot take it in between.
      if (next === undefined) this.#inside -= 1;
      else next();
    }
  }
}
