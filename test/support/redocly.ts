import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Outcome, runProgram } from './run-program.ts';

const packageFile = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
const program = join(dirname(packageFile), 'bin/cli.js');

/** Otherwise it would look for a newer version and report its usage. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** Runs Redocly, without contacting anybody. */
export const redocly = (...args: readonly string[]): Promise<Outcome> =>
  runProgram({ command: process.execPath, args: [program, ...args], environment: { ...process.env, ...OFFLINE } });
