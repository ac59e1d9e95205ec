import { syncBuiltinESMExports } from 'node:module';
import { afterAll } from '@jest/globals';

/**
 * Replaces the pauses between tries: they take no time, and are reported. Call it in a test file before it imports, by
 * `await import`, a module that pauses.
 */
export function replacePauses(report: (milliseconds: number) => void = () => undefined): void {
  // Not imported: in Jest's sandbox an import would copy the functions before they are replaced.
  const timers = process.getBuiltinModule('node:timers/promises');
  const { setTimeout: real } = timers;
  const replace = (to: typeof real) => {
    timers.setTimeout = to;
    syncBuiltinESMExports();
  };
  replace(async <Value>(milliseconds = 0, value?: Value) => {
    report(milliseconds);
    return value as Value;
  });
  afterAll(() => replace(real));
}
