import { ConfigurationError } from '../lib/configuration/parse-stage.ts';
import { createApp } from '../lib/create-app.ts';
import { buildFunctions } from '../lib/functions/build-functions.ts';
import { stages } from './stages.ts';

// Builds first, so `cdk deploy` always deploys the current sources.
await buildFunctions();
try {
  createApp({ stages, validation: true });
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
