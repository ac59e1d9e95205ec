import { outcomes } from './reference/outcomes.ts';

/** Names of all pairs of operation and outcome. */
export const outcomeNames: readonly string[] = Object.entries(outcomes).flatMap(([operation, of]) =>
  of.map((outcome) => `${operation}: ${outcome}`),
);

/** Counts how often each name was reached. */
export class Coverage {
  readonly #counts: Map<string, number>;

  constructor(names: readonly string[]) {
    this.#counts = new Map(names.map((name) => [name, 0]));
  }

  reached(name: string): void {
    const count = this.#counts.get(name);
    if (count === undefined) throw new Error(`The table does not have ${name}`);
    this.#counts.set(name, count + 1);
  }

  /** Names never reached. */
  get missing(): readonly string[] {
    return [...this.#counts].filter(([, count]) => count === 0).map(([name]) => name);
  }

  /** The name reached least often, and how often. */
  get rarest(): readonly [string, number] {
    return [...this.#counts].reduce((least, one) => (one[1] < least[1] ? one : least));
  }

  /** How many of them were reached: `64 of 65`. */
  get summary(): string {
    return `${this.#counts.size - this.missing.length} of ${this.#counts.size}`;
  }
}
