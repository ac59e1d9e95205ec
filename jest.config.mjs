import { availableParallelism } from 'node:os';

/** Every level of the tests runs from this one configuration; docs/testing.md says what each costs. */
export default {
  testEnvironment: '<rootDir>/test/once/environment.mjs',
  // Modules that are loaded once for each worker, not once for each test file: see the environment.
  moduleNameMapper: {
    '/(local-cloud|local-cloud-driver|answers-as-documented|events-as-documented|regular-expressions|synthesize|synthesis)\\.ts$':
      '<rootDir>/test/once/$1.mjs',
  },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/test/strip-types.mjs' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist', '<rootDir>/.local-cloud'],
  testSequencer: '<rootDir>/test/longest-first.mjs',
  // Jest would leave one core of two unused. And many tests wait: for another process, or for time to pass.
  maxWorkers: availableParallelism() + 1,
  // Stops a test that hangs. It is not a bound on speed: a busy machine may take several times as long as an idle one.
  testTimeout: 120_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts'],
  coverageReporters: ['text-summary', 'json-summary'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
