import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { readOptions } from './command-line.ts';
import { installStep } from './install-step.ts';
import { jestStep } from './jest-step.ts';
import { runSteps } from './run-steps.ts';

const USAGE = `Runs the storage tests (test/integration) on both DynamoDB engines, dynoxide and Amazon's DynamoDB Local, and checks that
web pages cannot reach them. The second engine needs a JDK 17 or later. It is in
tools/dynamodb-local with a lock of its own, and is installed when it is first used.

  npm run test:engines
  npm run test:engines -- --only dynamodb-local   on one of them: dynoxide or dynamodb-local
  npm run test:engines -- --help                  show this text`;

const engines = ['dynoxide', 'dynamodb-local'];
const { values } = readOptions({ options: { only: { type: 'string' }, help: { type: 'boolean', default: false } } });

if (values.help) {
  console.log(USAGE);
} else if (values.only !== undefined && !engines.includes(values.only)) {
  console.error(`--only takes ${engines.join(' or ')}`);
  process.exitCode = 1;
} else {
  const chosen = engines.filter((engine) => engine === (values.only ?? engine));
  await prepareAssembly(() => console.log('Building the functions and the stack ...'));
  const on = (engine: string) =>
    jestStep(
      `Storage tests on ${engine}`,
      ['test/integration', 'test/local/aws/engine-callers.test.ts', 'test/local/lag', '--testTimeout=60000'],
      { TEST_ENGINE: engine },
    );
  const installs = chosen.includes('dynamodb-local') ? [installStep('tools/dynamodb-local')] : [];
  process.exitCode = (await runSteps([...installs, ...chosen.map(on)])) ? 0 : 1;
}
