import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openapiDocument } from '../lib/openapi/openapi-document.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { readOptions } from './command-line.ts';

const USAGE = `Writes docs/openapi.json, derived from the list of operations in functions/operations.ts.

  npm run openapi [-- --help]`;

/** Where the document is kept. */
export const openapiFile = join(projectFolder, 'docs/openapi.json');
/** The document of the last release: what callers rely on. `npm run release:keep` writes it. */
export const releasedOpenapiFile = join(projectFolder, 'docs/released/openapi.json');

/** The document, with the version of the package. */
export function currentOpenapi(): Readonly<Record<string, unknown>> {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(projectFolder, 'package.json'), 'utf8'),
  );
  return openapiDocument(version);
}

// Started as a program, not imported by one.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = readOptions({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(USAGE);
  } else {
    const biome = join(projectFolder, 'node_modules/.bin/biome');
    const input = JSON.stringify(currentOpenapi(), null, 2);
    writeFileSync(openapiFile, execFileSync(biome, ['format', `--stdin-file-path=${openapiFile}`], { input }));
    console.log(`Wrote ${openapiFile}`);
  }
}
