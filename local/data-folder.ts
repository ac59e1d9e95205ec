import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders that local clouds of this process use. */
const ownFolders = new Set<string>();

/**
 * Takes a folder of state for one local cloud: two would spoil each other's.
 * @returns gives the folder free again.
 * @throws Error that says what to do when another local cloud that is running uses the folder.
 */
export function claimDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = resolve(folder);
  const file = join(path, 'in-use-by');
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  // A process that was killed could not take its note away. Its number may be this process's own by now.
  const isOthers = owner !== undefined && owner !== process.pid && isRunning(owner);
  if (isOthers || ownFolders.has(path)) {
    throw new Error(
      `${folder} is in use by another local cloud (process ${owner}): stop that one, or use another folder. ` +
        `If that process is something else, delete ${file}.`,
    );
  }
  writeFileSync(file, String(process.pid));
  ownFolders.add(path);
  return () => {
    ownFolders.delete(path);
    rmSync(file, { force: true });
  };
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
