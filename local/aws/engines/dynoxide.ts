import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EngineProgram, MissingEngine } from './engine-program.ts';
import { hiddenLoopbackAddress } from './hidden-address.ts';

const { resolve } = createRequire(import.meta.url);

/** Looks for dynoxide: a single binary that starts in milliseconds, where npm has one for this machine. */
export function findDynoxide(): EngineProgram | MissingEngine {
  if (process.platform === 'darwin') {
    return { kind: 'dynoxide', missing: 'macOS has a single loopback address, on which every web page could call it' };
  }
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  let folder: string;
  try {
    folder = dirname(resolve(`${name}/package.json`));
  } catch {
    return { kind: 'dynoxide', missing: `package ${name} is not installed (npm ci; there is none for every system)` };
  }
  const command = join(folder, process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  // A binary of another C library or processor is there and still does not run.
  const trial = spawnSync(command, ['--version'], { timeout: 5_000 });
  if (trial.status !== 0) return { kind: 'dynoxide', missing: `${command} does not run on this machine` };
  // It reads neither Host nor Origin, and its answers may be read by any page (access-control-allow-origin: *).
  const host = hiddenLoopbackAddress();
  return {
    kind: 'dynoxide',
    command,
    host,
    argumentsFor: (port, dataFolder) => [
      ...['serve', '--host', host, '-p', String(port)],
      ...(dataFolder === undefined ? [] : ['--db-path', join(dataFolder, 'dynoxide.db')]),
    ],
  };
}
