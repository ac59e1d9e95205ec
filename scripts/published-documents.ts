import { join } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';

// Apart from the commands that write these documents, because those load much more.
const inDocs = (name: string) => join(projectFolder, 'docs', name);

/** `npm run openapi` writes it. */
export const openapiFile = inDocs('openapi.json');
/** The document of the last release, which callers rely on. `npm run release:keep` writes it. */
export const releasedOpenapiFile = inDocs('released/openapi.json');
/** `npm run asyncapi` writes it. */
export const asyncapiFile = inDocs('asyncapi.json');
/** The document of the last release, which consumers rely on. `npm run release:keep` writes it. */
export const releasedAsyncapiFile = inDocs('released/asyncapi.json');
