import { fileURLToPath } from 'node:url';
import base from '../../jest.config.mjs';

/**
 * The areas that are mutated. Each is held to the tests that are about it: more would only make every mutant take longer.
 * For a mutant run those of them that import its file, first the unit tests, until one fails.
 */
export const testsOf = {
  domain: ['test/unit/*.test.ts'],
  audit: ['test/unit/audit/*.test.ts'],
  // Races and delivery go through the same adapters once more, in many seconds a mutant: the score is held without them.
  storage: ['test/unit/storage/*.test.ts', 'test/integration/misp-store.test.ts'],
};

// A mutant is in what the sandbox loads.
const { coverageThreshold: _, moduleNameMapper: __, ...rest } = base;
const tests = testsOf[process.env.MUTATION_AREA];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
export default {
  ...rest,
  rootDir: '../..',
  testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
  testEnvironment: here('stop-at-failure.mjs'),
  testSequencer: here('units-first.mjs'),
};
