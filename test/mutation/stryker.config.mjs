/**
 * Mutation testing: changes the code in many small ways and checks that a test fails for each. `npm run mutation` starts
 * it for each area in turn; docs/testing.md has the scores and explains the survivors.
 */
const area = process.env.MUTATION_AREA;

export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  coverageAnalysis: 'perTest',
  // TypeScript 7 has no compiler API, which Stryker would call if it found a configuration.
  tsconfigFile: 'does-not-exist.json',
  // Without the table of events: tests compare all of it with separate copies, and it would take two hours.
  mutate: [`functions/${area}/**/*.ts`, '!functions/audit/events.ts'],
  jest: { configFile: 'test/mutation/jest.config.mjs', enableFindRelatedTests: true },
  concurrency: 2,
  // Jest keeps the modules of its runs in memory: without a limit a runner grows by gigabytes and becomes slow.
  maxTestRunnerReuse: 30,
  // A timeout counts as caught: long enough for a busy machine.
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `.local-cloud/mutation-${area}.json` },
  tempDirName: '.local-cloud/stryker',
  disableTypeChecks: '{functions,test}/**/*.ts',
  // docs/ is copied: a test reads the catalogue there.
  ignorePatterns: [
    'cdk.out',
    'dist',
    'coverage',
    'proofs',
    'bench',
    'test/proofs',
    'test/e2e',
    'test/local',
    'test/stack',
  ],
};
