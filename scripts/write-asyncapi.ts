import { join } from 'node:path';
import { asyncapiDocument } from '../lib/events/asyncapi-document.ts';
import { schemaFiles } from '../lib/events/schema-files.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { type Documents, documentCommand, packageVersion } from './document-command.ts';
import { asyncapiFile } from './published-documents.ts';

const USAGE = `Writes docs/asyncapi.json and the JSON Schemas of the events in docs/schemas, derived from lib/events and the audit catalogue.

  npm run asyncapi [-- --help]`;

/** All documents about events, with the version of the package. */
export function currentEventDocuments(): Documents {
  const schemas = Object.entries(schemaFiles()).map(([name, schema]) => [
    join(projectFolder, 'docs/schemas', name),
    schema,
  ]);
  return { [asyncapiFile]: asyncapiDocument(packageVersion()), ...Object.fromEntries(schemas) };
}

documentCommand(import.meta.url, USAGE, currentEventDocuments);
