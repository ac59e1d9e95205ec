import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { readOptions } from './command-line.ts';
import { jestStep } from './jest-step.ts';
import { runSteps } from './run-steps.ts';

const USAGE = `Runs the storage tests (test/integration) on both DynamoDB engines, dynoxide and Amazon's DynamoDB Local, and checks that
web pages cannot reach them. The second engine needs Java 17 or later.

  npm run test:engines
  npm run test:engines -- --only dynamodb-local   on one of them: dynoxide or dynamodb-local`;

const engines = ['dynoxide', 'dynamodb-local'];
const { values } = readOptions({ options: { only: { type: 'string' }, help: { type: 'boolean', default: false } } });

if (values.help) {
  console.log(USAGE);
} else if (values.only !== undefined && !engines.includes(values.only)) {
  console.error(`--only takes ${engines.join(' or ')}`);
  process.exitCode = 1;
} else {
  await prepareAssembly(() => console.log('Building the functions and the stack ...'));
  const on = (engine: string) =>
    jestStep(
      `Storage tests on ${engine}`,
      ['test/integration', 'test/local/aws/engine-callers.test.ts', '--testTimeout=60000'],
      { TEST_ENGINE: engine },
    );
  process.exitCode = (await runSteps(engines.filter((engine) => engine === (values.only ?? engine)).map(on))) ? 0 : 1;
}
