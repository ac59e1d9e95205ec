import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { projectFolder } from '../project-folder.ts';
import { functionNames } from './function-names.ts';
import { BUILTINS, lambdaBundle, standIns } from './lambda-bundle.ts';
import { unusedModules } from './lighter-modules.ts';

const bundles = join(projectFolder, 'dist/functions');
const metafile = join(projectFolder, 'dist/functions.meta.json');
const sourceMaps = join(projectFolder, 'dist/source-maps');
/** In addition to the sources that the last build read: the files that decide how and from which packages it is built. */
const buildInputs = [
  'lib/functions/build-functions.ts',
  'lib/functions/lambda-bundle.ts',
  'lib/functions/lighter-modules.ts',
  'package-lock.json',
];

export interface BuildOptions {
  /** Does nothing if no source is newer than the bundles. */
  readonly onlyIfStale?: boolean;
}

/** The result of a build. */
export interface BuildOutcome {
  /** `false` if `onlyIfStale` was set and the bundles were up to date. */
  readonly built: boolean;
  /** Size of each bundle in bytes, by function name. */
  readonly sizes: Readonly<Record<string, number>>;
}

/**
 * Bundles every function. The same sources give the same bytes, so an unchanged function is not deployed again.
 * @throws the esbuild error, with file and line, if a source does not compile; Error if a stand-in was not used.
 */
export async function buildFunctions(options: BuildOptions = {}): Promise<BuildOutcome> {
  if (options.onlyIfStale && isUpToDate()) return { built: false, sizes: bundleSizes() };
  const result = await build({
    ...lambdaBundle(),
    entryPoints: functionNames.map((name) => ({ in: `functions/lambdas/${name}/index.ts`, out: `${name}/index` })),
    outdir: bundles,
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    // External, so the bundles stay byte-identical.
    sourcemap: 'external',
    sourcesContent: false,
  });
  requireStandIns(result.metafile);
  // Written only now, so a failed build leaves the last good bundles.
  for (const { path, contents } of result.outputFiles) {
    replaceFile(isSourceMap(path) ? sourceMapPath(basename(dirname(path))) : path, contents);
  }
  removeOtherThanBundles();
  const { inputs, outputs } = result.metafile;
  const ofBundles = Object.fromEntries(Object.entries(outputs).filter(([path]) => !isSourceMap(path)));
  replaceFile(metafile, `${JSON.stringify({ inputs, outputs: ofBundles }, null, 2)}\n`);
  return { built: true, sizes: bundleSizes() };
}

/** Whether every source is older than the last build. */
function isUpToDate(): boolean {
  try {
    const builtAt = statSync(metafile).mtimeMs;
    const lastBuild: Metafile = JSON.parse(readFileSync(metafile, 'utf8'));
    const sources = Object.keys(lastBuild.inputs).filter(
      (path) => !path.startsWith('node_modules/') && !path.startsWith(`${BUILTINS}:`),
    );
    const allThere = functionNames.every((name) =>
      [bundlePath(name), sourceMapPath(name)].every((path) => statSync(path).isFile()),
    );
    return allThere && [...sources, ...buildInputs].every((path) => mtime(path) <= builtAt);
  } catch {
    // There is no build yet, or a source is gone.
    return false;
  }
}

/** Fails if the SDK has moved a module that is replaced or emptied. Otherwise only slower cold starts would show it. */
function requireStandIns({ inputs }: Metafile): void {
  for (const path of unusedModules) {
    if (!Object.keys(inputs).some((input) => input.endsWith(path))) {
      throw new Error(`No function has ${path} any more: see lib/functions/lighter-modules.ts`);
    }
  }
  for (const path of standIns.map((file) => relative(projectFolder, file))) {
    if (inputs[path] === undefined) {
      throw new Error(
        `${path} no longer replaces anything: find out what the SDK has moved, and update lib/functions/lambda-bundle.ts`,
      );
    }
  }
}

/** Replaces a file atomically: a concurrent reader gets the old or the new one, never a part. */
function replaceFile(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = join(
    projectFolder,
    'dist',
    `${relative(projectFolder, path).replaceAll('/', '-')}-${process.pid}.unfinished`,
  );
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

/** Removes everything except the bundles, so only they are deployed. */
function removeOtherThanBundles(): void {
  const wanted = new Set(functionNames.flatMap((name) => [join(bundles, name), bundlePath(name)]));
  for (const entry of readdirSync(bundles, { recursive: true, encoding: 'utf8' })) {
    const path = join(bundles, entry);
    if (!wanted.has(path)) rmSync(path, { recursive: true, force: true });
  }
}

function mtime(path: string): number {
  return statSync(join(projectFolder, path)).mtimeMs;
}

/** The bundle of a function. */
export function bundlePath(name: string): string {
  return join(bundles, name, 'index.mjs');
}

/** The source map of a function's bundle. Its paths are relative to the bundle's folder. */
export function sourceMapPath(name: string): string {
  return join(sourceMaps, `${name}.map`);
}

const isSourceMap = (path: string) => path.endsWith('.map');

function bundleSizes(): Record<string, number> {
  return Object.fromEntries(functionNames.map((name) => [name, statSync(bundlePath(name)).size]));
}
