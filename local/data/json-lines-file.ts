import { appendFileSync, closeSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../reason.ts';
import { makePrivateFolder, PRIVATE_FILE } from './private-files.ts';

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** An append-only file of JSON lines. */
export class JsonLinesFile<Value> {
  readonly #path: string;
  readonly #parse: (value: unknown, line: number) => Value;
  /** Bytes of complete lines. */
  #bytes = 0;
  #isTorn = false;

  /**
   * Creates the folder if it is missing. Removes a last line that a full disk or a crash has cut short; its write was
   * never confirmed.
   * @param parse reads the value of a line, numbered from 1; throws if it is invalid.
   * @param onProblem called if a line was removed.
   */
  constructor(path: string, parse: (value: unknown, line: number) => Value, onProblem: (text: string) => void) {
    this.#path = path;
    this.#parse = parse;
    makePrivateFolder(dirname(path));
    if (!existsSync(path)) return;
    const found = statSync(path);
    if (!found.isFile()) throw new Error(`${path} is not a file: start with another folder, or without --data`);
    const all = found.size;
    this.#bytes = wholeBytesOf(path, all);
    if (all === this.#bytes) return;
    truncateSync(path, this.#bytes);
    onProblem(`${path}: the last line was cut short (${all - this.#bytes} bytes) and was removed`);
  }

  /**
   * Reads the values of the lines after the n-th.
   * @throws Error naming file and line if a line is damaged or of another version.
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
   * Appends a line. On return the operating system has it, so it survives the end of this process.
   * @throws Error naming the file if it cannot be written; then no part of the line stays.
   */
  append(value: Value): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      // A full disk may have left half of the previous line.
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
          'Remove the line, or start with another folder.',
      );
    }
  }
}

interface Line {
  readonly text: string;
  /** Whether it ends with a line feed. Only the last line may lack it. */
  readonly isWhole: boolean;
}

/** Reads line by line, because a large file does not fit into one string. */
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

/** How many bytes of a file are whole lines. Searches from the end, to read little. */
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
