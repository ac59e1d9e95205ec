import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { bundlePath, sourceMapPath } from '../../lib/functions/build-functions.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import type { Frame } from './frames-in.ts';

/** The source of a place in a bundle. */
export interface SourcePlace {
  /**
   * File (relative to the project's folder), line and column, and the original name if the bundle has a shorter one.
   */
  readonly where: string;
  /** The source line. */
  readonly code: string;
}

/** Maps places in a function's bundle to its sources. */
export class SourcePlaces {
  readonly #map: SourceMap;
  readonly #bundle: readonly string[];
  readonly #folder: string;

  /** @throws Error if the function has not been built. */
  constructor(functionName: string) {
    const payload: SourceMapPayload = JSON.parse(readFileSync(sourceMapPath(functionName), 'utf8'));
    this.#map = new SourceMap(payload);
    this.#bundle = readFileSync(bundlePath(functionName), 'utf8').split('\n');
    this.#folder = dirname(bundlePath(functionName));
  }

  /** @returns undefined if the bundle has nothing there. */
  of({ line, column }: Frame): SourcePlace | undefined {
    // Beyond the end of a line, the map would return its last place.
    if (column > (this.#bundle[line - 1]?.length ?? 0)) return undefined;
    const origin = this.#map.findOrigin(line, column);
    if (!('fileName' in origin)) return undefined;
    const { fileName, lineNumber, columnNumber, name } = origin;
    const file = join(this.#folder, fileName);
    const where = `${relative(projectFolder, file)}:${lineNumber}:${columnNumber}`;
    return { where: name === undefined ? where : `${where} ${name}`, code: lineOf(file, lineNumber) };
  }
}

/** Returns a source line, or nothing for code of the bundler itself, which is in no file. */
function lineOf(file: string, number: number): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[number - 1]?.trim() ?? '';
  } catch {
    return '';
  }
}
