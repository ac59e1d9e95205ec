import type { JsonLinesFile } from './json-lines-file.ts';

/** How an unbounded sequence of values is stored. */
export interface StorageOptions {
  /** Without it, values are in memory only. */
  readonly dataFolder: string | undefined;
  /** How many values of each sequence stay in memory. */
  readonly eventsKept: number;
  readonly onProblem: (text: string) => void;
}

/** A sequence of values, numbered from 1. The last ones stay in memory. A file, if given, keeps all of them. */
export class AppendLog<Value> {
  readonly #limit: number;
  readonly #file: JsonLinesFile<Value> | undefined;
  #last: Value[] = [];
  #count = 0;

  /**
   * @param limit how many stay in memory, at least one.
   * @param file stores all of them; existing values count.
   * @throws Error naming file and line if a value cannot be read.
   */
  constructor(limit: number, file?: JsonLinesFile<Value>) {
    this.#limit = limit;
    for (const value of file?.after(0) ?? []) this.#keep(value);
    this.#file = file;
  }

  /** Adds a value, and writes it to the file if there is one. */
  add(value: Value): void {
    this.#file?.append(value);
    this.#keep(value);
  }

  /** How many were added. */
  get count(): number {
    return this.#count;
  }

  /** How many of the oldest values were dropped; 0 with a file. */
  get dropped(): number {
    return this.#file === undefined ? Math.max(0, this.#count - this.#limit) : 0;
  }

  /** The kept values after the n-th; all of them for 0. */
  after(n: number): readonly Value[] {
    const inMemory = this.#last.slice(-this.#limit);
    const before = this.#count - inMemory.length;
    if (n < before && this.#file !== undefined) return [...this.#file.after(n)];
    return inMemory.slice(Math.max(0, n - before));
  }

  #keep(value: Value): void {
    this.#count += 1;
    this.#last.push(value);
    // Cut at twice the limit, because each cut copies the list.
    if (this.#last.length >= this.#limit * 2) this.#last = this.#last.slice(-this.#limit);
  }
}
