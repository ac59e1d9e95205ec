import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../lib/project-folder.ts';
import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { jestStep } from './jest-step.ts';
import { runSteps, runStepsAtOnce, type Step } from './run-steps.ts';

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
  const building = prepareAssembly(() => console.log('Building the functions and the stack ...'));
  process.exitCode = (await run(isSelection, building)) ? 0 : 1;
}

/** Runs what the arguments say, tests only after the build. @returns whether all passed. */
async function run(isSelection: boolean, building: Promise<unknown>): Promise<boolean> {
  if (values.coverage) {
    await building;
    // Collecting coverage doubles the time of the tests. These levels cover what all of them do.
    const levels = ['test/unit', 'test/integration'];
    const args = ['--coverage', '--config', 'test/runner/sandboxed.config.mjs', ...levels];
    return runSteps([jestStep('Unit and storage tests, with coverage', args)]);
  }
  // A check says more about a mistake than the build does.
  building.catch(() => undefined);
  if (!isSelection) {
    console.log('Checking format, unused code and types ...');
    if (!(await runStepsAtOnce(checks()))) return false;
  }
  await building;
  return runSteps([jestStep('Tests', isSelection ? process.argv.slice(2) : [])]);
}

function checks(): readonly Step[] {
  const tool = (name: string, ...args: readonly string[]) => ({
    command: join(projectFolder, 'node_modules', '.bin', name),
    args,
  });
  return [
    { title: 'Format and lint', ...tool('biome', 'check', '--error-on-warnings', '.') },
    { title: 'Nothing unused', ...tool('knip', '--no-progress') },
    // Each further checker types much of the packages again.
    { title: 'Types', ...tool('tsc', '-p', 'tsconfig.json', '--checkers', '2') },
    {
      title: 'Types of the functions, exact optional properties',
      ...tool('tsc', '-p', 'functions/tsconfig.json', '--checkers', '1'),
    },
  ];
}
