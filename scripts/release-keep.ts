import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectFolder } from '../lib/project-folder.ts';
import { keepRelease } from '../proofs/upgrade/kept-releases.ts';
import { presentVersion } from '../proofs/upgrade/service-version.ts';
import { readOptions } from './command-line.ts';
import { asyncapiFile, openapiFile, releasedAsyncapiFile, releasedOpenapiFile } from './published-documents.ts';

const USAGE = `Keeps the synthesized template and the bundles of this version in releases/<version>.json.gz. From then on,
npm run prove runs the newest kept release and the current sources on the same tables (docs/upgrading.md). Its OpenAPI and AsyncAPI
documents become docs/released/openapi.json and asyncapi.json, which no later document may break.

  npm run release:keep              the version of package.json
  npm run release:keep -- --help    show this text

Commit all these files, and tag that commit with the version. A version can be kept only once.`;

async function main(): Promise<void> {
  const { values } = readOptions({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const file = keepRelease(await presentVersion(), version);
  copyFileSync(openapiFile, releasedOpenapiFile);
  copyFileSync(asyncapiFile, releasedAsyncapiFile);
  for (const kept of [file, releasedOpenapiFile, releasedAsyncapiFile]) {
    console.log(`${relative(projectFolder, kept)}, ${Math.ceil(statSync(kept).size / 1024)} KB`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
