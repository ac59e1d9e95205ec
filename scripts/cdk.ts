import { join } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';
import { lostOption } from './cdk/lost-option.ts';
import { installStep } from './install-step.ts';
import { runStep } from './run-steps.ts';

const USAGE = `Runs the command line of AWS's CDK. It is in tools/cdk with a lock of its own, and is installed when it is first used.

  npm run cdk -- bootstrap                  once for each account and region
  npm run cdk -- diff -c stage=<stage>      what a deployment would change
  npm run cdk -- deploy -c stage=<stage>    builds the functions by itself
  npm run cdk -- deploy --help              the options of one of its commands
  npm run cdk -- --help                     show this text`;

const args = process.argv.slice(2);

const lost = lostOption(args, process.env);
if (lost !== undefined) {
  const [name] = lost.split(' ');
  console.error(`npm took ${name} for an option of its own. Write it after "--": npm run cdk -- <command> ${lost}`);
  process.exitCode = 2;
} else if (args.length === 0 || args[0] === '--help') {
  console.log(USAGE);
} else {
  const command = join(projectFolder, 'tools/cdk/node_modules/.bin/cdk');
  const failed = await runStep(installStep('tools/cdk'));
  process.exitCode = failed || (await runStep({ title: 'CDK', command, args }));
}
