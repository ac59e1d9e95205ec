import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Everything that goes into the assembly: the stack, the functions, their packages and the bundler's settings. */
const SOURCES = ['bin', 'lib', 'functions', 'cdk.json', 'package-lock.json'];

/**
 * Hashes the paths and contents of all sources of the cloud assembly.
 * @param folder the project's folder.
 */
export function sourcesDigest(folder: string): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesIn(join(folder, source)))) {
    hash.update(`${relative(folder, file)}\0`);
    hash.update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex').slice(0, 16);
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
