import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

/**
 * Writes the types of a document: `node write-types.mjs <document> <file>`. The first line names the document by its SHA-256, so that
 * a test can tell without this generator whether the types are of the document at hand.
 *
 * The document is handed over as an object: given a path, openapi-typescript reads the `redocly.yaml` of the folder that it is started
 * in, and stops at its rules.
 */
const [document, file] = process.argv.slice(2);
const text = readFileSync(document);
const types = astToString(await openapiTS(JSON.parse(text)));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `// SHA-256 of docs/openapi.json: ${createHash('sha256').update(text).digest('hex')}\n${types}`);
