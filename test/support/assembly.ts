import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the tests find the synthesized stack of stage `dev` with its bundles: `npm test` brings it up to date first. */
export const assemblyFolder = fileURLToPath(new URL('../../.local-cloud/assembly', import.meta.url));

if (!existsSync(assemblyFolder)) throw new Error(`There is no ${assemblyFolder}: run the tests with \`npm test\``);
