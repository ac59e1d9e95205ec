import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EngineProgram, MissingEngine } from './engine-program.ts';

const { resolve } = createRequire(import.meta.url);

/** Looks for dynoxide: a single binary that starts in milliseconds, where npm has one for this machine. */
export function findDynoxide(): EngineProgram | MissingEngine {
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
  return {
    kind: 'dynoxide',
    command,
    argumentsFor: (port, dataFolder) => [
      ...['serve', '--host', '127.0.0.1', '-p', String(port)],
      ...(dataFolder === undefined ? [] : ['--db-path', join(dataFolder, 'dynoxide.db')]),
    ],
  };
}
