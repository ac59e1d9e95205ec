import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';
import { installStep } from './install-step.ts';
import { runSteps } from './run-steps.ts';

const AREAS = ['domain', 'audit', 'storage'] as const;

const USAGE = `Mutation testing with StrykerJS: changes functions/domain, functions/audit and functions/storage in many small ways, one at
a time, and runs the tests of these folders. A mutant that no test detects has survived. Fails below a score of 85 %.
StrykerJS is in tools/mutation with a lock of its own, and is installed when it is first used.

  npm run mutation                     all three areas: about an hour on two cores
  npm run mutation -- --area domain    one of ${AREAS.join(', ')}
  npm run mutation -- --help           show this text

docs/testing.md explains the survivors.`;

const report = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

/** Counts the detected mutants, and all valid mutants, in the report of an area. */
function countsOf(area: string): { readonly caught: number; readonly all: number } {
  const file = join(projectFolder, '.local-cloud', `mutation-${area}.json`);
  const { files } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: readonly string[]) => statuses.filter((status) => wanted.includes(status)).length;
  const caught = count('Killed', 'Timeout');
  return { caught, all: caught + count('Survived', 'NoCoverage') };
}

const { values } = readOptions({ options: { area: { type: 'string' }, help: { type: 'boolean', default: false } } });
const areas = AREAS.filter((area) => values.area === undefined || area === values.area);

if (values.help) {
  console.log(USAGE);
} else if (areas.length === 0) {
  console.error(`--area is one of ${AREAS.join(', ')}`);
  process.exitCode = 1;
} else {
  const steps = areas.map((area) => ({
    title: `Mutants of functions/${area}`,
    command: join(projectFolder, 'tools/mutation/node_modules/.bin/stryker'),
    args: ['run', 'test/mutation/stryker.config.mjs'],
    environment: { MUTATION_AREA: area },
  }));
  const passed = await runSteps([installStep('tools/mutation'), ...steps]);
  for (const area of passed ? areas : []) {
    const { caught, all } = countsOf(area);
    console.log(`${area}: ${caught} of ${all} mutants caught, ${((100 * caught) / all).toFixed(1)} %`);
  }
  process.exitCode = passed ? 0 : 1;
}
