import { createRequire } from 'node:module';
import type { Step } from './run-steps.ts';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** A run of Jest over ES modules. Its warning of an experiment is not ours to repeat on every run. */
export function jestStep(
  title: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Step {
  return {
    title,
    command: process.execPath,
    args: ['--experimental-vm-modules', '--no-warnings', jest, ...args],
    environment,
  };
}
