/**
 * Builds the functions and synthesizes the stage `dev`: `node local/assembly/build-assembly.ts <folder>`. A separate
 * program, because the CDK is large and most local clouds, often started by tests, find a finished assembly.
 */
import { synthesize } from '../../bin/synthesize.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';

const [, , outdir] = process.argv;
if (outdir === undefined) throw new Error('The folder of the assembly is missing');
await buildFunctions();
synthesize({ stage: 'dev', outdir, validation: false });
