/** The last lines that a function wrote. */
export class LogLines {
  readonly #limit: number;
  #lines: string[] = [];

  /** @param limit how many lines are kept. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(line: string): void {
    this.#lines.push(line);
    // Cut only now and then: cutting at every line would copy the whole list each time.
    if (this.#lines.length >= this.#limit * 2) this.#lines = this.#lines.slice(-this.#limit);
  }

  last(): readonly string[] {
    return this.#lines.slice(-this.#limit);
  }
}
