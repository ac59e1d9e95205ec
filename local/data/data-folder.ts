import { readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { codeOf, reasonOf } from '../reason.ts';
import { JsonFile } from './json-file.ts';
import { makePrivate, makePrivateFolder, PRIVATE_FILE } from './private-files.ts';

/** Of the files in a data folder, all together. There is no reader of another one. */
const VERSION = 1;
const MARK = 'local-cloud.json';
const LOCK = 'in-use-by';

const mark = z.object({ version: z.number(), stack: z.string() });

/** Folders that local clouds of this process use. */
const ownFolders = new Set<string>();

/** A folder of state that one local cloud has for itself. */
export interface DataFolder {
  /** The one path of it, whatever links lead there. */
  readonly path: string;
  /** Lets the state be of a stack. @throws Error when it is of another one already: its tables have other names. */
  belongTo(stackName: string): void;
  /** Gives the folder free again. */
  release(): void;
}

/**
 * Takes a folder of state for one local cloud: two would corrupt each other's. It is made when it is missing, and closed to
 * everybody but its owner.
 * @throws Error that says what to do when the folder cannot be made or written, holds something else or the state of
 * another version, or when another local cloud that is running uses it.
 */
export function claimDataFolder(folder: string): DataFolder {
  try {
    makePrivateFolder(folder);
    const path = realpathSync(folder);
    const file = new JsonFile(join(path, MARK));
    const known = file.read((value) => mark.parse(value));
    if (known === undefined) refuseOtherContent(path);
    else if (known.version !== VERSION) {
      throw new Error(`its state is of version ${known.version}, and this local cloud reads version ${VERSION} only`);
    }
    makePrivate(path);
    takeLock(path);
    return {
      path,
      belongTo(stackName) {
        if (known === undefined) file.write({ version: VERSION, stack: stackName });
        else if (known.stack !== stackName) {
          throw new Error(
            `The data folder ${folder} holds the state of ${known.stack}, not of ${stackName}: use another one`,
          );
        }
      },
      release() {
        ownFolders.delete(path);
        rmSync(join(path, LOCK), { force: true });
      },
    };
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be used: ${reasonOf(error)}`);
  }
}

/** What is here would be closed to others, and might be overwritten. */
function refuseOtherContent(path: string): void {
  const other = readdirSync(path).find((name) => name !== LOCK);
  if (other === undefined) return;
  throw new Error(
    `it holds ${other} and no state of a local cloud; name an empty folder, or one that is yet to be made`,
  );
}

/** @throws Error naming the process that has it. */
function takeLock(path: string): void {
  const file = join(path, LOCK);
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: PRIVATE_FILE });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    // The number of one that was killed may be this process's own by now.
    if (owner === process.pid ? ownFolders.has(path) : isRunning(owner)) {
      throw new Error(
        `it is in use by another local cloud (process ${owner}); stop that one, or use another folder. ` +
          `If that process is something else, delete ${file}`,
      );
    }
    rmSync(file);
    takeLock(path);
  }
  ownFolders.add(path);
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // One of another user's runs, too.
    return codeOf(error) === 'EPERM';
  }
}
