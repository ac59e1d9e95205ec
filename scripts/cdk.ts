import { join } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';
import { installStep } from './install-step.ts';
import { runStep } from './run-steps.ts';

const USAGE = `Runs the command line of AWS's CDK. It is in tools/cdk with a lock of its own, and is installed when it is first used.

  npm run cdk -- bootstrap                  once for each account and region
  npm run cdk -- diff -c stage=<stage>      what a deployment would change
  npm run cdk -- deploy -c stage=<stage>    builds the functions by itself
  npm run cdk -- deploy --help              the options of one of its commands
  npm run cdk -- --help                     show this text`;

const args = process.argv.slice(2);

const isGiven = (name: string) => args.some((arg) => arg === name || arg.startsWith(`${name}=`));

/** The option that would deploy another stage, or to another account, if it were lost. */
function lostOption(): string | undefined {
  const { npm_config_call: call, npm_config_context: context, npm_config_profile: profile } = process.env;
  const isJoined = Object.keys(process.env).some((name) => name.startsWith('npm_config_cstage'));
  // npm knows -c as --call. An `npx -c` around this command sets it, too, but to a command.
  if ((call !== undefined && /^\w+=\S*$/.test(call)) || isJoined) return '-c stage=<stage>';
  if (context !== undefined) return '--context stage=<stage>';
  // npm hands the name of the profile on as an argument, without the option.
  return profile === undefined || isGiven('--profile') ? undefined : '--profile <profile>';
}

const lost = lostOption();
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
