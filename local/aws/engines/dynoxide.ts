import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EngineProgram, MissingEngine } from './engine-program.ts';
import { hiddenLoopbackAddress } from './hidden-address.ts';
import { runsHere } from './runs-here.ts';

const { resolve } = createRequire(import.meta.url);

/** Looks for dynoxide, a binary that starts in milliseconds. npm does not have one for every platform. */
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
  // A binary for another C library or processor can be installed and still not run.
  if (!runsHere(command, '--version')) return { kind: 'dynoxide', missing: `${command} does not run on this machine` };
  // dynoxide checks neither Host nor Origin, and lets any page read its answers (access-control-allow-origin: *).
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
