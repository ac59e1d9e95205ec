/**
 * Bundles all functions and synthesizes the stage `dev` without its checks: `node synthesize-stage.ts <way> <outdir>`. Beside the
 * stage stands a stack with all functions once more, from the bundles (`onePass`) or as NodejsFunctions (`eachByItself`): the
 * product's own constructs know no other way of bundling, and so both ways differ in nothing else.
 */
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Code, Function as NodeFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { stages } from '../../bin/stages.ts';
import { createApp } from '../../lib/create-app.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';
import { functionNames } from '../../lib/functions/function-names.ts';
import { plainBundle } from '../../lib/functions/lambda-bundle.ts';
import { projectFolder } from '../../lib/project-folder.ts';

const [, , way, outdir] = process.argv;
if (outdir === undefined || !(way === 'onePass' || way === 'eachByItself')) throw new Error('A way and a folder');
// The peer finds bundles for the stage itself; its time is that of bundling in the second stack.
await buildFunctions({ onlyIfStale: way === 'eachByItself' });
const app = createApp({ stages, stage: 'dev', outdir, validation: false });
const again = new Stack(app, 'Again');
const { minify, target, mainFields } = plainBundle('esm');
for (const name of functionNames) {
  const props = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler' };
  if (way === 'onePass') {
    new NodeFunction(again, name, { ...props, code: Code.fromAsset(join(projectFolder, 'dist/functions', name)) });
  } else {
    new NodejsFunction(again, name, {
      ...props,
      entry: join(projectFolder, 'functions/lambdas', name, 'index.ts'),
      projectRoot: projectFolder,
      depsLockFilePath: join(projectFolder, 'package-lock.json'),
      // The SDK is in our bundles too.
      bundling: { minify, target, mainFields, format: OutputFormat.ESM, externalModules: [] },
    });
  }
}
app.synth();
