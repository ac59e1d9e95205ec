import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectFolder } from '../../lib/project-folder.ts';

const packageFile = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
const program = join(dirname(packageFile), 'bin/cli.js');

/** Otherwise it would look for a newer version and report its usage. */
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** Runs Redocly in the project's folder, without contacting anybody. */
export function redocly(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: projectFolder, env: { ...process.env, ...OFFLINE }, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [program, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });
}
