import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { bundlePath, sourceMapPath } from '../../lib/functions/build-functions.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import type { Frame } from './frames-in.ts';

/** Where a piece of a bundle comes from. */
export interface SourcePlace {
  /** File, line and column, from the project's folder, with the name that stands there where the bundle has another. */
  readonly where: string;
  /** That line of the source. */
  readonly code: string;
}

/** The places in the sources that a function's bundle was made from. */
export class SourcePlaces {
  readonly #map: SourceMap;
  readonly #bundle: readonly string[];
  readonly #folder: string;

  /** @throws Error when the function has not been built. */
  constructor(functionName: string) {
    const payload: SourceMapPayload = JSON.parse(readFileSync(sourceMapPath(functionName), 'utf8'));
    this.#map = new SourceMap(payload);
    this.#bundle = readFileSync(bundlePath(functionName), 'utf8').split('\n');
    this.#folder = dirname(bundlePath(functionName));
  }

  /** @returns undefined when the bundle has nothing there. */
  of({ line, column }: Frame): SourcePlace | undefined {
    // Beyond the end the map would give the last place that it knows.
    if (column > (this.#bundle[line - 1]?.length ?? 0)) return undefined;
    const origin = this.#map.findOrigin(line, column);
    if (!('fileName' in origin)) return undefined;
    const { fileName, lineNumber, columnNumber, name } = origin;
    const file = join(this.#folder, fileName);
    const where = `${relative(projectFolder, file)}:${lineNumber}:${columnNumber}`;
    return { where: name === undefined ? where : `${where} ${name}`, code: lineOf(file, lineNumber) };
  }
}

/** Code that the bundler has made itself is in no file. */
function lineOf(file: string, number: number): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[number - 1]?.trim() ?? '';
  } catch {
    return '';
  }
}
