import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { projectFolder } from '../../lib/project-folder.ts';
import type { ServiceVersion } from './service-version.ts';

/** Where releases are kept, one file a version: template and bundles as deployed. */
export const RELEASES = join(projectFolder, 'releases');
const ENDING = '.json.gz';

/**
 * Keeps a version of the service as a release.
 * @param version its number, for example `1.0.0`.
 * @returns the file.
 * @throws Error if this version is kept already: a release never changes.
 */
export function keepRelease(release: ServiceVersion, version: string, folder = RELEASES): string {
  const file = join(folder, `${version}${ENDING}`);
  if (existsSync(file))
    throw new Error(`Version ${version} is kept already, in ${file}: raise the version in package.json`);
  mkdirSync(folder, { recursive: true });
  const kept = { template: release.template, bundles: Object.fromEntries(release.bundles) };
  writeFileSync(file, gzipSync(JSON.stringify(kept), { level: 9 }));
  return file;
}

/** The newest kept release; undefined if there is none. */
export function newestKept(folder = RELEASES): (ServiceVersion & { readonly version: string }) | undefined {
  const versions = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ENDING)) : [];
  const inOrder = versions
    .map((name) => name.slice(0, -ENDING.length))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  const version = inOrder.at(-1);
  if (version === undefined) return undefined;
  const kept = JSON.parse(gunzipSync(readFileSync(join(folder, `${version}${ENDING}`))).toString());
  return { version, template: kept.template, bundles: new Map(Object.entries<string>(kept.bundles)) };
}
