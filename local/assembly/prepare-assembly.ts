import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../lib/project-folder.ts';
import { sourcesDigest } from './sources-digest.ts';

const BUILD_PROGRAM = fileURLToPath(new URL('build-assembly.ts', import.meta.url));
const ASSEMBLIES = join(projectFolder, '.local-cloud', 'assembly');
/** An assembly that was not used for this long is deleted. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Returns the cloud assembly of the current sources. Builds and synthesizes it if there is none yet. Each state of the
 * sources has its own folder, so a running local cloud keeps its bundles while the next assembly is built.
 * @param onBuild called before a build, which takes some seconds.
 * @returns the assembly's folder.
 * @throws Error with the build's output if it fails.
 */
export async function prepareAssembly(onBuild: () => void = () => {}): Promise<string> {
  const folder = join(ASSEMBLIES, sourcesDigest(projectFolder));
  if (!existsSync(folder)) {
    onBuild();
    await build(folder);
  }
  utimesSync(folder, new Date(), new Date());
  removeOld(folder);
  return folder;
}

async function build(folder: string): Promise<void> {
  mkdirSync(ASSEMBLIES, { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  const program = spawn(process.execPath, ['--no-warnings', BUILD_PROGRAM, unfinished], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    program.once('error', reject);
    program.once('close', resolve);
  });
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`The stack could not be built:\n${Buffer.concat(output).toString().trim()}`);
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process built it first. The same sources give the same assembly.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function removeOld(current: string): void {
  for (const name of readdirSync(ASSEMBLIES)) {
    const folder = join(ASSEMBLIES, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (folder !== current && age > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
}
