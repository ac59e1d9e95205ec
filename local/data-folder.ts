import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes a folder of state for this process: two local clouds would spoil each other's.
 * @returns gives the folder free again.
 * @throws Error that says what to do when another local cloud that is running uses the folder.
 */
export function claimDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'in-use-by');
  const release = () => rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return release;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const owner = Number(readFileSync(file, 'utf8'));
  if (owner !== process.pid && isRunning(owner)) {
    throw new Error(
      `${folder} is in use by another local cloud (process ${owner}): stop that one, or use another folder.`,
    );
  }
  // Its process was killed and could not give the folder back.
  writeFileSync(file, String(process.pid));
  return release;
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
