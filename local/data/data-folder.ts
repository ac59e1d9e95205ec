import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { codeOf, reasonOf } from '../reason.ts';
import { JsonFile } from './json-file.ts';
import { makePrivate, makePrivateFolder, PRIVATE_FILE } from './private-files.ts';

/** The version of the format of all files in a data folder. Only this version can be read. */
const VERSION = 1;
const MARK = 'local-cloud.json';
const LOCK = 'in-use-by';

const mark = z.object({ version: z.number(), stack: z.string() });

/** Folders in use by local clouds of this process. */
const ownFolders = new Set<string>();

/** A state folder, locked for one local cloud. */
export interface DataFolder {
  /** The real path, with links resolved. */
  readonly path: string;
  /** Binds the state to a stack. @throws Error if it belongs to another one, because its tables have other names. */
  belongTo(stackName: string): void;
  /** Unlocks the folder. */
  release(): void;
}

/**
 * Locks a state folder for one local cloud, because two would corrupt each other's state. Creates it if it is missing,
 * and makes it private to its owner.
 * @throws Error that says what to do if the folder cannot be created or written, contains something else or the state
 * of another version, or is in use.
 */
export function claimDataFolder(folder: string): DataFolder {
  try {
    makePrivateFolder(folder);
    const path = realpathSync(folder);
    const file = new JsonFile(join(path, MARK));
    const known = file.read((value) => mark.parse(value));
    if (known === undefined) refuseOtherContent(path);
    else if (known.version !== VERSION) {
      throw new Error(`its state has version ${known.version}, but this local cloud reads only version ${VERSION}`);
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

/** Files of others must not be made private or overwritten. */
function refuseOtherContent(path: string): void {
  // A crash while the first start wrote the mark leaves it under its temporary name.
  const other = readdirSync(path).find((name) => !name.startsWith(LOCK) && name !== `${MARK}.new`);
  if (other === undefined) return;
  throw new Error(`it contains ${other} but no state of a local cloud; use an empty or new folder`);
}

/** @throws Error naming the process that holds the lock. */
function takeLock(path: string): void {
  const file = join(path, LOCK);
  // Written first and then linked, so that nobody ever sees a lock without its note.
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, ownNote(), { mode: PRIVATE_FILE });
  try {
    while (!linked(own, file)) removeStale(file, own, path);
  } finally {
    rmSync(own, { force: true });
  }
  ownFolders.add(path);
}

/** Whether a file could get this second name, which it cannot if another has it. */
function linked(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** Removes a lock of a process that has ended. @throws Error if it has not, or if it cannot be known. */
function removeStale(file: string, own: string, path: string): void {
  const note = noteIn(file);
  // Another start has just removed it.
  if (note === undefined) return;
  const [, id, machine = ownMachine()] = /^(\d+)(?: (.+))?$/.exec(note) ?? [];
  if (machine !== ownMachine()) {
    throw new Error(`it is in use by a local cloud on another machine or in another container; if not, delete ${file}`);
  }
  const owner = Number(id);
  // This process may have got the id of a killed one.
  if (owner === process.pid ? ownFolders.has(path) : isRunning(owner)) {
    throw new Error(
      `it is in use by another local cloud (process ${owner}); stop that one, or use another folder. ` +
        `If that process is something else, delete ${file}`,
    );
  }
  // One at a time, because another start may have replaced it by now.
  const takeover = `${file}.takeover`;
  if (!linked(own, takeover)) {
    throw new Error(`another local cloud starts on it at the same time; if not, delete ${takeover}`);
  }
  try {
    if (noteIn(file) === note) rmSync(file);
  } finally {
    rmSync(takeover);
  }
}

function noteIn(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const ownNote = () => `${process.pid} ${ownMachine()}`;

/**
 * Where process ids mean the same as here. Machines may share a folder, and so may containers, which have process ids of
 * their own. The link names the container, and is the same on all machines.
 */
function ownMachine(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Not Linux.
    return hostname();
  }
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs under another user.
    return codeOf(error) === 'EPERM';
  }
}
