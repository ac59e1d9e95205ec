import base from '../../jest.config.mjs';

/** The areas that are mutated, and their tests: each is held to the tests that are about it: more tests would only make every mutant take longer to be caught. */
export const testsOf = {
  domain: ['test/unit/*.test.ts'],
  audit: ['test/unit/audit/*.test.ts'],
  storage: [
    'test/unit/storage/*.test.ts',
    'test/integration/misp-store.test.ts',
    'test/integration/concurrency.test.ts',
  ],
};

const { coverageThreshold: _, ...rest } = base;
const tests = testsOf[process.env.MUTATION_AREA];
export default { ...rest, rootDir: '../..', testMatch: tests.map((pattern) => `<rootDir>/${pattern}`) };
