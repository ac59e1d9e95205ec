import { join } from 'node:path';
import { openapiDocument } from '../lib/openapi/openapi-document.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { documentCommand, packageVersion } from './document-command.ts';

const USAGE = `Writes docs/openapi.json, derived from the list of operations in functions/operations.ts. Afterwards npm run contracts -- --write
updates the types of the client.

  npm run openapi [-- --help]`;

/** The path of the document. */
export const openapiFile = join(projectFolder, 'docs/openapi.json');
/** The document of the last release, which callers rely on. `npm run release:keep` writes it. */
export const releasedOpenapiFile = join(projectFolder, 'docs/released/openapi.json');

/** The document, with the version of the package. */
export function currentOpenapi(): Readonly<Record<string, unknown>> {
  return openapiDocument(packageVersion());
}

documentCommand(import.meta.url, USAGE, () => ({ [openapiFile]: currentOpenapi() }));
