import { createRequire } from 'node:module';
import type { Step } from './run-steps.ts';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** A Jest run. */
export function jestStep(
  title: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Step {
  return {
    title,
    command: process.execPath,
    // Without warnings: Node.js calls its ES modules in a sandbox an experiment (test/runner/sandboxed.config.mjs).
    args: ['--experimental-vm-modules', '--no-warnings', jest, ...args],
    environment,
  };
}
