import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

/**
 * Generates the types of a document: `node write-types.mjs <document> <file>`. The first line has the document's
 * SHA-256, so a test can check without this generator that the types are current.
 *
 * Passes the document as an object. With a path, openapi-typescript would apply the rules of `redocly.yaml` in the
 * working directory and fail.
 */
const [document, file] = process.argv.slice(2);
const text = readFileSync(document);
const types = astToString(await openapiTS(JSON.parse(text)));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `// SHA-256 of docs/openapi.json: ${createHash('sha256').update(text).digest('hex')}\n${types}`);
