import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** State contains licence keys, contacts and the signing key of tokens, so only its owner may read it. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Creates a folder and missing parents, readable by the owner only. Existing ones stay as they are.
 * @throws Error if it cannot be created.
 */
export function makePrivateFolder(folder: string): void {
  if (isFolder(folder)) return;
  const around = dirname(folder);
  if (around !== folder) makePrivateFolder(around);
  // One at a time: under /proc and the like, the recursive mkdir of Node.js never returns.
  try {
    mkdirSync(folder, { mode: PRIVATE_FOLDER });
  } catch (error) {
    // Another process may have created it.
    if (isFolder(folder)) return;
    const isLink = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    throw isLink ? new Error(`${folder} is a link to something that is not there`) : error;
  }
}

/** Whether a path is a folder; false if nothing is there. @throws Error if it is something else. */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) throw new Error(`${path} is not a folder`);
  return found !== undefined;
}

/** Makes a folder and its content private to the owner: a copied folder may contain readable files. */
export function makePrivate(folder: string): void {
  chmodSync(folder, PRIVATE_FOLDER);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makePrivate(path);
    else if (entry.isFile()) chmodSync(path, PRIVATE_FILE);
  }
}
