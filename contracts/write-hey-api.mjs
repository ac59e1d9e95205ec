import { createClient } from '@hey-api/openapi-ts';

/**
 * Generates a client with @hey-api/openapi-ts: `node write-hey-api.mjs <document> <folder>`. Imports need the
 * extension, because Node.js requires it in ES modules.
 */
const [input, path] = process.argv.slice(2);
await createClient({ input, output: { path, importFileExtension: '.js' }, logs: { file: false, level: 'silent' } });
