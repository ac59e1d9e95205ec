import { fileURLToPath } from 'node:url';
import base from '../runner/sandboxed.config.mjs';

/**
 * The mutated areas and their tests. More tests would only make every mutant take longer. A mutant runs those that
 * import its file, unit tests first, until one fails.
 */
export const testsOf = {
  domain: ['test/unit/*.test.ts', 'test/unit/operations/*.test.ts'],
  audit: ['test/unit/audit/*.test.ts'],
  // Races and delivery use the same adapters, but take many seconds a mutant. The score does not need them.
  storage: [
    'test/unit/storage/*.test.ts',
    'test/unit/sdk/clients.test.ts',
    'test/unit/sdk/open-connection.test.ts',
    'test/integration/misp-store.test.ts',
    'test/integration/notice-store.test.ts',
  ],
};

const { coverageThreshold: _, ...rest } = base;
const tests = testsOf[process.env.MUTATION_AREA];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
export default {
  ...rest,
  rootDir: '../..',
  testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
  testEnvironment: here('stop-at-failure.mjs'),
  testSequencer: here('units-first.mjs'),
};
