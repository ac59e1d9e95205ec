import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** State holds licence keys, contacts and the key that tokens are signed with: it is its owner's alone. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Makes a folder and those around it that are missing, for its owner alone. One that is there is left as it is.
 * @throws Error when it cannot be made.
 */
export function makePrivateFolder(folder: string): void {
  if (isFolder(folder)) return;
  const around = dirname(folder);
  if (around !== folder) makePrivateFolder(around);
  // One by one: below /proc and the like, where nothing can be made, Node.js would try forever if it made all of them.
  try {
    mkdirSync(folder, { mode: PRIVATE_FOLDER });
  } catch (error) {
    // Another process may have been faster.
    if (isFolder(folder)) return;
    const isLink = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    throw isLink ? new Error(`${folder} is a link to something that is not there`) : error;
  }
}

/** Whether it is one; false when nothing is there. @throws Error when it is something else. */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) throw new Error(`${path} is no folder`);
  return found !== undefined;
}

/** Closes a folder to everybody but its owner, and all that is in it: it may have been copied here with open files. */
export function makePrivate(folder: string): void {
  chmodSync(folder, PRIVATE_FOLDER);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makePrivate(path);
    else if (entry.isFile()) chmodSync(path, PRIVATE_FILE);
  }
}
