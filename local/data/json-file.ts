import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../reason.ts';
import { makePrivateFolder, PRIVATE_FILE } from './private-files.ts';

/** A file with one JSON value, replaced as a whole. Without a path, it stores nothing. */
export class JsonFile {
  readonly #path: string | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
    if (path !== undefined) makePrivateFolder(dirname(path));
  }

  /**
   * Reads the value with the caller's schema; undefined if there is none.
   * @throws Error naming the file and what to do if it does not contain JSON, or not what the schema requires.
   */
  read<Value>(parse: (value: unknown) => Value): Value | undefined {
    if (this.#path === undefined || !existsSync(this.#path)) return undefined;
    try {
      return parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch (error) {
      throw new Error(
        `${this.#path} is damaged, or of another version: ${reasonOf(error)}. Start with another folder, or without --data`,
      );
    }
  }

  /** Renames a finished file into place, so a crash leaves the old value or the new one, never half of one. */
  write(value: unknown): void {
    if (this.#path === undefined) return;
    writeFileSync(`${this.#path}.new`, JSON.stringify(value), { mode: PRIVATE_FILE });
    renameSync(`${this.#path}.new`, this.#path);
  }
}
