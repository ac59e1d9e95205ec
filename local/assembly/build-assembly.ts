/**
 * Builds the functions and synthesizes the stage `dev`: `node local/assembly/build-assembly.ts <folder>`. A program of its
 * own, because the CDK is large, and what runs the local cloud, often a test, needs only what it writes.
 */
import { synthesize } from '../../bin/synthesize.ts';
import { buildFunctions } from '../../lib/functions/build-functions.ts';

const [, , outdir] = process.argv;
if (outdir === undefined) throw new Error('The folder of the assembly is missing');
await buildFunctions();
synthesize({ stage: 'dev', outdir, validation: false });
