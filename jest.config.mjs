/** Every level of the tests runs from this one configuration; docs/testing.md says what each costs. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist', '<rootDir>/.local-cloud'],
  // Jest would leave one core of two unused.
  maxWorkers: '100%',
  // An end for what hangs, not a bound on speed: a busy machine may take several times as long as an idle one.
  testTimeout: 120_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts'],
  coverageReporters: ['text-summary', 'json-summary'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
