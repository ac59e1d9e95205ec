import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../lib/project-folder.ts';
import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { jestStep } from './jest-step.ts';
import { runSteps } from './run-steps.ts';

const USAGE = `Runs all checks and tests: format and lint (Biome), unused code (knip), types (tsc), then every level of the tests.
docs/testing.md explains each level and its cost.

  npm test                       everything
  npm test -- test/unit          only the tests in a folder or file, without the checks
  npm test -- test/unit -t name  … and other options of Jest
  npm run coverage               unit and storage tests with their coverage of functions/; fails below 95 %`;

const { values, positionals, tokens } = parseArgs({
  options: { help: { type: 'boolean', default: false }, coverage: { type: 'boolean', default: false } },
  allowPositionals: true,
  strict: false,
  tokens: true,
});

if (values.help) {
  console.log(USAGE);
} else {
  const isSelection = positionals.length > 0 || tokens.length > 0;
  await prepareAssembly(() => console.log('Building the functions and the stack ...'));
  const tool = (name: string, ...args: readonly string[]) => ({
    command: join(projectFolder, 'node_modules', '.bin', name),
    args,
  });
  const checks = [
    { title: 'Format and lint', ...tool('biome', 'check', '--error-on-warnings', '.') },
    { title: 'Nothing unused', ...tool('knip', '--no-progress') },
    { title: 'Types', ...tool('tsc', '-p', 'tsconfig.json') },
    { title: 'Types of the functions, exact optional properties', ...tool('tsc', '-p', 'functions/tsconfig.json') },
  ];
  // Collecting coverage doubles the time of the tests. These levels cover what all of them do.
  const coverage = jestStep('Unit and storage tests, with coverage', [
    '--coverage',
    ...['--config', 'test/runner/sandboxed.config.mjs'],
    ...['test/unit', 'test/integration'],
  ]);
  const steps = isSelection ? [jestStep('Tests', process.argv.slice(2))] : [...checks, jestStep('Tests', [])];
  const passed = await runSteps(values.coverage ? [coverage] : steps);
  process.exitCode = passed ? 0 : 1;
}
