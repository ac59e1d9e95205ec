import { createApp } from '../lib/create-app.ts';
import { buildFunctions } from '../scripts/build-functions.ts';
import { stages } from './stages.ts';

// The CDK's command line runs this file, so that `cdk deploy` never deploys anything but what the sources say now.
await buildFunctions();
createApp({ stages, validation: true });
