import { availableParallelism } from 'node:os';

/** Every level of the tests runs from this one configuration; docs/testing.md says what each costs. */
export default {
  testRunner: '<rootDir>/test/runner/run-natively.mjs',
  testEnvironment: '<rootDir>/test/runner/environment.mjs',
  transform: {},
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist', '<rootDir>/.local-cloud'],
  testSequencer: '<rootDir>/test/runner/longest-first.mjs',
  // Jest would leave one core of two unused. And many tests wait: for another process, or for time to pass.
  maxWorkers: availableParallelism() + 2,
  // Stops a test that hangs. It is not a bound on speed: a busy machine may take several times as long as an idle one.
  testTimeout: 120_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts'],
  coverageReporters: ['text-summary', 'json-summary'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
