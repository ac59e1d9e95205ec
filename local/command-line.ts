import { parseArgs } from 'node:util';
import type { EngineKind } from './aws/engines/engine-program.ts';

export const USAGE = `Runs the whole service on this machine: the synthesized stack with its gateway, functions, tables and event bus.

  npm start -- [options]

  --port <port>           port of the gateway on 127.0.0.1 (default 3000; 0 takes any free port)
  --data <folder>         keep the state in this folder, so that it survives a restart (default: in memory)
  --error-codes <codes>   1.1.4 or 1.0: which generation of error codes callers get (default: the stack's, 1.1.4)
  --cors <origin>         let web pages from this origin call the service from a browser, for example http://localhost:5173;
                          may be given several times (default: the stack's corsOrigins)
  --engine <engine>       dynoxide or dynamodb-local (default: dynoxide if it runs here)
  --verbose               print what the functions write
  --help                  show this text

The environment variable DYNAMODB_ENDPOINT names a DynamoDB that already runs on this machine. See docs/local-cloud.md.`;

const DEFAULT_PORT = 3000;

/** The parsed command line. */
export interface CommandLine {
  readonly help: boolean;
  readonly verbose: boolean;
  readonly port: number;
  readonly dataFolder: string | undefined;
  readonly errorCodes: '1.1.4' | '1.0' | undefined;
  readonly corsOrigins: readonly string[];
  readonly engine: EngineKind | undefined;
}

/** An invalid command line; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the arguments of `npm start`.
 * @throws UsageError naming the wrong argument and what is allowed.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parse(args);
  const { port, data } = values;
  if (data === '') throw new UsageError('--data needs a folder');
  return {
    help: values.help,
    verbose: values.verbose,
    port: port === undefined ? DEFAULT_PORT : portOf(port),
    dataFolder: data,
    errorCodes: oneOf('--error-codes', ['1.1.4', '1.0'], values['error-codes']),
    corsOrigins: values.cors.map(originOf),
    engine: oneOf('--engine', ['dynoxide', 'dynamodb-local'], values.engine),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        port: { type: 'string' },
        data: { type: 'string' },
        'error-codes': { type: 'string' },
        cors: { type: 'string', multiple: true, default: [] },
        engine: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port ${text} is not a port: a number from 0 to 65535`);
  return port;
}

/** A browser's origin. Excludes the host `*`, which means every host to a gateway. */
const ORIGIN = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?$/;

/** Must be in the form that a browser sends, because the gateway compares it with that. */
function originOf(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  if (!ORIGIN.test(origin)) {
    throw new UsageError(`--cors ${text} is not an origin: http or https, a host and perhaps a port`);
  }
  if (text !== origin) throw new UsageError(`--cors ${text} is not an origin: write ${origin}`);
  return origin;
}

function oneOf<const Word extends string>(option: string, allowed: readonly Word[], text?: string): Word | undefined {
  if (text === undefined) return undefined;
  const word = allowed.find((candidate) => candidate === text);
  if (word === undefined) throw new UsageError(`${option} ${text} is not allowed: write ${allowed.join(' or ')}`);
  return word;
}
