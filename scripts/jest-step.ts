import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import type { Step } from './run-steps.ts';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** A Jest run with ES modules, without Node.js's warning about that experiment. */
export function jestStep(
  title: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Step {
  const compiled = getCompileCacheDir();
  return {
    title,
    command: process.execPath,
    args: ['--experimental-vm-modules', '--no-warnings', jest, ...args],
    // Shares the compile cache (require-node.cjs) with Jest's workers, for Jest itself and what it loads outside its
    // sandbox.
    environment: { ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: dirname(compiled) }), ...environment },
  };
}
