import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of JSON lines that only grows. Without a path it keeps nothing. */
export class JsonLinesFile {
  readonly #path: string | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
    if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
  }

  /** All values in the file. A last line that a crash cut short is taken away: nobody was told that it had been written. */
  read(): unknown[] {
    if (this.#path === undefined || !existsSync(this.#path)) return [];
    const content = readFileSync(this.#path);
    const complete = content.lastIndexOf('\n') + 1;
    if (complete < content.length) truncateSync(this.#path, complete);
    return content
      .toString('utf8', 0, complete)
      .split('\n')
      .flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
  }

  /** Returns when the line is with the operating system, so that it survives the end of this process. */
  append(value: unknown): void {
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify(value)}\n`);
  }
}

/** A file that holds one JSON value and is replaced as a whole. Without a path it keeps nothing. */
export class JsonFile {
  readonly #path: string | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
    if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
  }

  /** The value, or undefined when none was written. */
  read(): unknown {
    if (this.#path === undefined || !existsSync(this.#path)) return undefined;
    return JSON.parse(readFileSync(this.#path, 'utf8'));
  }

  /** Renames a finished file into place: a crash leaves the old value or the new one, never half of one. */
  write(value: unknown): void {
    if (this.#path === undefined) return;
    writeFileSync(`${this.#path}.new`, JSON.stringify(value));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
