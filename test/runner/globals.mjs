/**
 * Stands in for `@jest/globals`, which exists only in Jest's sandbox: the functions of the test file that runs, and of the
 * `jest` object what the tests use.
 */
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });

export const jest = {
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTimeAsync: (milliseconds) => timers.advanceTimersByTimeAsync(milliseconds),
  setTimeout: (milliseconds) => {
    globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = milliseconds;
  },
};

export let test;
export let describe;
export let expect;
export let beforeAll;
export let beforeEach;
export let afterEach;
export let afterAll;

/** Called for each test file, before it is loaded. Imports see the new values: they are live bindings. */
export function setGlobals(globals) {
  ({ test, describe, expect, beforeAll, beforeEach, afterEach, afterAll } = globals);
}
