import { openapiDocument } from '../lib/openapi/openapi-document.ts';
import { documentCommand, packageVersion } from './document-command.ts';
import { openapiFile } from './published-documents.ts';

const USAGE = `Writes docs/openapi.json, derived from the list of operations in functions/operations.ts. Afterwards npm run contracts -- --write
updates the types of the client.

  npm run openapi [-- --help]`;

/** The document, with the version of the package. */
export function currentOpenapi(): Readonly<Record<string, unknown>> {
  return openapiDocument(packageVersion());
}

documentCommand(import.meta.url, USAGE, () => ({ [openapiFile]: currentOpenapi() }));
