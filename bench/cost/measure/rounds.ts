/** Counts calls, and how many of them were under way at once. */
export class Rounds {
  #calls = 0;
  #underWay = 0;
  #peak = 0;

  async count<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#calls += 1;
    this.#underWay += 1;
    this.#peak = Math.max(this.#peak, this.#underWay);
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
    }
  }

  /** How many calls stood one after the other since the last time that somebody asked. */
  take(): number {
    const rounds = this.#peak === 0 ? 0 : Math.ceil(this.#calls / this.#peak);
    this.#calls = 0;
    this.#peak = 0;
    return rounds;
  }
}
