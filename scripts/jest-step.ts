import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import type { Step } from './run-steps.ts';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** A run of Jest over ES modules. Its warning of an experiment is not ours to repeat on every run. */
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
    // Its workers load Jest itself, and what is shared between files of tests, as programs do (require-node.cjs).
    environment: { ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: dirname(compiled) }), ...environment },
  };
}
