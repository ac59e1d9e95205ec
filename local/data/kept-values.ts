import type { JsonLinesFile } from './json-lines-file.ts';

/** How values are kept that come without end. */
export interface Keeping {
  /** Without it they are in memory only. */
  readonly dataFolder: string | undefined;
  /** How many of each kind are in memory. */
  readonly eventsKept: number;
  readonly onProblem: (text: string) => void;
}

/**
 * Values in the order in which they came, numbered from 1: the last ones in memory, however many there come, and all of them
 * in a file, where there is one.
 */
export class KeptValues<Value> {
  readonly #limit: number;
  readonly #file: JsonLinesFile<Value> | undefined;
  #last: Value[] = [];
  #count = 0;

  /**
   * @param limit how many are kept in memory, at least one.
   * @param file keeps all of them; what it holds already is counted.
   * @throws Error naming file and line of what cannot be read.
   */
  constructor(limit: number, file?: JsonLinesFile<Value>) {
    this.#limit = limit;
    for (const value of file?.after(0) ?? []) this.#keep(value);
    this.#file = file;
  }

  /** Adds a value; when this returns it is in the file, if there is one. */
  add(value: Value): void {
    this.#file?.append(value);
    this.#keep(value);
  }

  /** How many have come. */
  get count(): number {
    return this.#count;
  }

  /** How many of them can no longer be read: the oldest, where no file keeps them. */
  get gone(): number {
    return this.#file === undefined ? Math.max(0, this.#count - this.#limit) : 0;
  }

  /** The values behind the n-th that can still be read: all of them for 0. */
  after(n: number): readonly Value[] {
    const inMemory = this.#last.slice(-this.#limit);
    const before = this.#count - inMemory.length;
    if (n < before && this.#file !== undefined) return [...this.#file.after(n)];
    return inMemory.slice(Math.max(0, n - before));
  }

  #keep(value: Value): void {
    this.#count += 1;
    this.#last.push(value);
    // Cut only now and then: cutting at every value would copy the whole list each time.
    if (this.#last.length >= this.#limit * 2) this.#last = this.#last.slice(-this.#limit);
  }
}
