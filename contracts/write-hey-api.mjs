import { createClient } from '@hey-api/openapi-ts';

/**
 * Writes a client of a document with @hey-api/openapi-ts: `node write-hey-api.mjs <document> <folder>`. Without the extension of
 * imports nothing of it compiles as an ES module of Node.js.
 */
const [input, path] = process.argv.slice(2);
await createClient({ input, output: { path, importFileExtension: '.js' }, logs: { file: false, level: 'silent' } });
