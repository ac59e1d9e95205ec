import { appendFileSync, closeSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../reason.ts';
import { makePrivateFolder, PRIVATE_FILE } from './private-files.ts';

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A file of JSON lines that only grows. */
export class JsonLinesFile<Value> {
  readonly #path: string;
  readonly #parse: (value: unknown, line: number) => Value;
  /** Bytes of the complete lines: their writers got an answer. */
  #bytes = 0;
  #isTorn = false;

  /**
   * Makes its folder where that is missing, and takes a last line away that was cut short by a full disk or a crash: nobody was
   * answered that it had been written.
   * @param parse reads the value of a line, numbered from 1; throws when it is none.
   * @param onProblem called with what was taken away.
   */
  constructor(path: string, parse: (value: unknown, line: number) => Value, onProblem: (text: string) => void) {
    this.#path = path;
    this.#parse = parse;
    makePrivateFolder(dirname(path));
    if (!existsSync(path)) return;
    const found = statSync(path);
    if (!found.isFile()) throw new Error(`${path} is no file: start with another folder, or without --data`);
    const all = found.size;
    this.#bytes = wholeBytesOf(path, all);
    if (all === this.#bytes) return;
    truncateSync(path, this.#bytes);
    onProblem(`${path}: the last line was cut short (${all - this.#bytes} bytes) and is taken away`);
  }

  /**
   * The values of the lines after the n-th, read again.
   * @throws Error naming file and line of what is damaged or of another version.
   */
  *after(n: number): Generator<Value> {
    if (!existsSync(this.#path)) return;
    let number = 0;
    for (const { text, isWhole } of linesIn(this.#path)) {
      number += 1;
      if (isWhole && number > n) yield this.#read(text, number);
    }
  }

  /**
   * Returns when the line is with the operating system, so that it survives the end of this process.
   * @throws Error naming the file when it cannot be written; then nothing of the line stays.
   */
  append(value: Value): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      // A full disk may have taken half of the line before.
      if (this.#isTorn) truncateSync(this.#path, this.#bytes);
      this.#isTorn = true;
      appendFileSync(this.#path, line, { mode: PRIVATE_FILE });
    } catch (error) {
      throw new Error(`${this.#path} cannot be written: ${reasonOf(error)}`);
    }
    this.#isTorn = false;
    this.#bytes += line.length;
  }

  #read(text: string, number: number): Value {
    try {
      return this.#parse(JSON.parse(text), number);
    } catch (error) {
      throw new Error(
        `${this.#path}, line ${number} is damaged, or of another version: ${reasonOf(error)}. ` +
          'Take the line away, or start with another folder.',
      );
    }
  }
}

interface Line {
  readonly text: string;
  /** Whether it ends with a line feed: only the last one may not. */
  readonly isWhole: boolean;
}

/** Line by line: a file that has grown for long does not fit into one string. */
function* linesIn(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let begun: Buffer[] = [];
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0 && end < read; end = chunk.indexOf(LINE_FEED, start)) {
        yield { text: Buffer.concat([...begun, chunk.subarray(start, end)]).toString(), isWhole: true };
        begun = [];
        start = end + 1;
      }
      if (start < read) begun.push(Buffer.from(chunk.subarray(start, read)));
    }
    if (begun.length > 0) yield { text: Buffer.concat(begun).toString(), isWhole: false };
  } finally {
    closeSync(file);
  }
}

/** How many of a file's bytes are whole lines. The search starts at the end, so nothing else is read. */
function wholeBytesOf(path: string, size: number): number {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let end = size; end > 0; end -= CHUNK_BYTES) {
      const start = Math.max(0, end - CHUNK_BYTES);
      const read = readSync(file, chunk, { position: start, length: end - start });
      const last = chunk.subarray(0, read).lastIndexOf(LINE_FEED);
      if (last >= 0) return start + last + 1;
    }
    return 0;
  } finally {
    closeSync(file);
  }
}
