import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionNames } from '../../lib/functions/function-names.ts';
import { plainBundle } from '../../lib/functions/lambda-bundle.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import { timedSuccess } from './commands.ts';

/** Seconds of each round, by the way of bundling all functions. */
export interface BundlingTimes {
  /** `lib/functions/build-functions.ts` as a program. */
  readonly onePass: readonly number[];
  /** esbuild's command for one function after the other. */
  readonly oneCallEach: readonly number[];
  /** The same through npx, which is how CDK's NodejsFunction calls it in a project that has esbuild. */
  readonly oneNpxEach: readonly number[];
}

/** Bundles all functions in three ways, in turn. */
export async function measureBundling(rounds: number, progress: (text: string) => void): Promise<BundlingTimes> {
  const outdir = mkdtempSync(join(tmpdir(), 'misp-bundling-'));
  const bin = join(projectFolder, 'node_modules/.bin');
  const each = async (command: string, ...before: readonly string[]): Promise<number> => {
    const started = performance.now();
    for (const name of functionNames) {
      const files = [`functions/lambdas/${name}/index.ts`, `--outfile=${join(outdir, name, 'index.mjs')}`];
      await timedSuccess(projectFolder, command, [...before, ...files, ...flags]);
    }
    return (performance.now() - started) / 1000;
  };
  const times: Record<keyof BundlingTimes, number[]> = { onePass: [], oneCallEach: [], oneNpxEach: [] };
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const build = ['--no-warnings', 'lib/functions/build-functions.ts'];
      times.onePass.push((await timedSuccess(projectFolder, process.execPath, build)).seconds);
      times.oneCallEach.push(await each(join(bin, 'esbuild')));
      times.oneNpxEach.push(await each('npx', '--no-install', 'esbuild'));
      progress(
        `bundling, round ${round} of ${rounds}: ${Object.values(times)
          .map((of) => of.at(-1)?.toFixed(1))
          .join(' s, ')} s`,
      );
    }
    return times;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The options of our own pass as esbuild's command takes them. It knows no plugins. */
const flags = Object.entries(plainBundle('esm')).flatMap(([option, value]) => {
  if (option === 'absWorkingDir') return [];
  const name = `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return value === true ? [name] : [`${name}=${value}`];
});
