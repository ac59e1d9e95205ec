import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help' }
  /** @property json full path of the file for the figures. */
  | { readonly kind: 'quick'; readonly json?: string }
  /** @property parts their names, in any order. */
  | { readonly kind: 'page'; readonly parts: readonly string[]; readonly scale?: number }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Reads the arguments of `npm run bench`. Refuses an option that would have no effect: otherwise the caller would find out only
 * after half an hour that the run did something else.
 * @param callersFolder what the path of a file is relative to: npm runs a script in the project's folder, wherever it was called.
 */
export function readCommandLine(args: readonly string[], names: readonly string[], callersFolder: string): CommandLine {
  const refused = (why: string): CommandLine => ({ kind: 'refused', why });
  const read = readOptions(args);
  if ('why' in read) return refused(read.why);
  const { help, quick, json, only, scale: scaleText } = read;
  if (help) return { kind: 'help' };
  if (quick) {
    if (only !== undefined) return refused('--quick measures cold start, bundles and warm; --only does not go with it');
    if (scaleText !== undefined) return refused('--quick does not measure scale; --scale does not go with it');
    return { kind: 'quick', ...(json === undefined ? {} : { json: resolve(callersFolder, json) }) };
  }
  if (json !== undefined)
    return refused('--json goes with --quick; the figures of a full run are in docs/benchmarks.md');
  const scale = scaleText === undefined ? undefined : Number(scaleText);
  if (scale !== undefined && !(Number.isSafeInteger(scale) && scale >= 1)) {
    return refused('--scale takes a whole number of MISPs');
  }
  const parts = only?.split(',') ?? (scale === undefined ? names : ['scale']);
  const unknown = parts.filter((name) => !names.includes(name));
  if (unknown.length > 0) return refused(`No part is called ${unknown.join(', ')}. There are: ${names.join(', ')}`);
  if (scale !== undefined && parts.some((name) => name !== 'scale')) {
    return refused('--scale is for the part scale alone: run the others without it');
  }
  return { kind: 'page', parts, ...(scale === undefined ? {} : { scale }) };
}

interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  readonly only?: string | undefined;
  readonly scale?: string | undefined;
  readonly json?: string | undefined;
}

function readOptions(args: readonly string[]): Options | { readonly why: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        scale: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
