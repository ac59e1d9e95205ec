import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stages } from '../bin/stages.ts';
import { synthesize } from '../bin/synthesize.ts';
import type { StageSettings } from '../lib/configuration/stage-settings.ts';
import { buildFunctions } from '../lib/functions/build-functions.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';

const USAGE = `Builds the functions and synthesizes every stage of bin/stages.ts into cdk.out/<stage>, checked against
CloudFormation's schemas and cdk-nag's AWS Solutions rules. Needs no account, no region and no network.

  npm run synth [-- --stage <stage>] [-- --help]

  --stage <stage>   only this stage
  --help            show this text

If a stage takes issuer and audience from environment variables that are not set, the check uses example values.
To deploy: npm run cdk -- deploy -c stage=<stage>`;

/** Example values for checking a stage without issuer or audience. */
const EXAMPLE_ISSUER = 'https://issuer.example.org/realms/mosip';
const EXAMPLE_AUDIENCE = 'misp-management-service';

/** Synthesizes one stage with all checks, and prints the result. */
function check(stage: string, settings: StageSettings): void {
  const started = performance.now();
  const { issuer, audience } = settings.auth;
  const complete = Boolean(issuer) && Boolean(audience);
  if (!complete) {
    console.log(`${stage}: issuer or audience is not set. This check uses EXAMPLE VALUES:`);
    console.log(`  ${issuer || EXAMPLE_ISSUER}, audience ${audience || EXAMPLE_AUDIENCE}`);
  }
  console.log(`${stage}: synthesizing and checking ...`);
  // The CDK prints findings and warnings itself.
  const { templateFile } = synthesize({
    stage,
    outdir: join(projectFolder, 'cdk.out', stage),
    validation: true,
    settings: {
      auth: { ...settings.auth, issuer: issuer || EXAMPLE_ISSUER, audience: audience || EXAMPLE_AUDIENCE },
    },
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${stage}: ${templateFile} is valid and has no findings (${seconds} s)`);
}

// Runs only as the main program, not as an import.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = readOptions({ options: { help: { type: 'boolean', default: false }, stage: { type: 'string' } } });
  if (values.help) {
    console.log(USAGE);
  } else {
    console.log('Building the functions ...');
    await buildFunctions();
    const chosen = Object.entries(stages).filter(([stage]) => values.stage === undefined || stage === values.stage);
    if (chosen.length === 0) {
      console.error(`There is no stage ${values.stage} in bin/stages.ts: it has ${Object.keys(stages).join(', ')}`);
      process.exitCode = 1;
    }
    try {
      for (const [stage, settings] of chosen) check(stage, settings);
    } catch (error) {
      // The findings are already printed, and a stack trace would not help.
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
}
