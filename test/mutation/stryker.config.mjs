/**
 * Mutation testing: changes the code in many small ways and sees whether a test fails for each. `npm run mutation` starts it for
 * one area after the other; docs/testing.md tells the scores and explains the survivors.
 */
const area = process.env.MUTATION_AREA;

export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  coverageAnalysis: 'perTest',
  // The version of TypeScript in use has no compiler API, which Stryker would call as soon as it finds a configuration.
  tsconfigFile: 'does-not-exist.json',
  mutate: [`functions/${area}/**/*.ts`],
  jest: { configFile: 'test/mutation/jest.config.mjs', enableFindRelatedTests: true },
  concurrency: 2,
  // Jest keeps the modules of its runs in memory: without an end a runner grows by gigabytes and becomes slow.
  maxTestRunnerReuse: 30,
  // A timeout counts as caught: long enough that a busy machine is not taken for a test that noticed.
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `.local-cloud/mutation-${area}.json` },
  tempDirName: '.local-cloud/stryker',
  disableTypeChecks: '{functions,test}/**/*.ts',
  // The documents are copied along: a test reads the catalogue there.
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
