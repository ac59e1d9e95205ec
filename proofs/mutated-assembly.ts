import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lambdaBundle } from '../lib/functions/lambda-bundle.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { functionDefinitions } from '../local/functions/definition.ts';
import { loadTemplate } from '../local/template/load-template.ts';

/** A mistake in a source file: the text to replace, and the replacement. */
export interface SourceMutation {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** A mistake, and the names of the functions that get it, for example `validate-license-key`. */
export interface Mistake {
  readonly functions: readonly string[];
  readonly mutations: readonly SourceMutation[];
}

/** A cloud assembly in a separate folder, with mistakes in some functions. */
export interface MutatedAssembly {
  readonly folder: string;
  remove(): void;
}

/**
 * Copies the cloud assembly of the sources and rebuilds some functions with mistakes in their sources. The sources
 * themselves do not change, and nothing deployed uses the result.
 * @throws Error if the text that a mutation replaces is no longer in the source.
 */
export async function mutatedAssembly(...mistakes: readonly Mistake[]): Promise<MutatedAssembly> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-mutant-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const definitions = functionDefinitions(loadTemplate(folder));
    const functions = [...new Set(mistakes.flatMap((mistake) => mistake.functions))];
    const mistakesOf = (name: string) => mistakes.filter((mistake) => mistake.functions.includes(name));
    const alike = Map.groupBy(functions, (name) =>
      mistakesOf(name)
        .map((mistake) => mistakes.indexOf(mistake))
        .join(),
    );
    const read = await Promise.all(
      [...alike.values()].map(async (names) => {
        const mutations = names
          .slice(0, 1)
          .flatMap(mistakesOf)
          .flatMap((mistake) => mistake.mutations);
        const { bundles, found } = await mutatedBundles(names, mutations);
        for (const [name, code] of bundles) {
          const definition = definitions.find((one) => one.name.endsWith(`-${name}`));
          if (definition === undefined) throw new Error(`There is no function ${name}`);
          writeFileSync(join(definition.codeFolder, 'index.mjs'), code);
        }
        return found;
      }),
    );
    refuseUnread(
      mistakes.flatMap(({ mutations }) => mutations),
      read,
    );
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Functions bundled as the service's are, but not minified, with the mutations in the files that they read. All in one pass of
 * esbuild, which reads the SDK once for all of them.
 * @returns the bundles by function name, and those mutations.
 * @throws Error if the text that a mutation replaces is no longer in the source.
 */
export async function mutatedBundles(
  names: readonly string[],
  mutations: readonly SourceMutation[],
): Promise<{ readonly bundles: ReadonlyMap<string, Uint8Array>; readonly found: ReadonlySet<SourceMutation> }> {
  const found = new Set<SourceMutation>();
  const { plugins, ...options } = lambdaBundle();
  const { outputFiles } = await build({
    ...options,
    entryPoints: names.map((name) => ({ in: `functions/lambdas/${name}/index.ts`, out: name })),
    outdir: '.',
    write: false,
    minify: false,
    plugins: [mutate(mutations, found), ...plugins],
  });
  return { bundles: new Map(outputFiles.map(({ path, contents }) => [parse(path).name, contents])), found };
}

/** @throws Error for a mutation of a file that no function reads: it would have no effect. */
export function refuseUnread(mutations: readonly SourceMutation[], read: readonly ReadonlySet<SourceMutation>[]): void {
  const missed = mutations.filter((mutation) => !read.some((found) => found.has(mutation)));
  if (missed.length > 0) throw new Error(`No function reads ${missed.map(({ file }) => file).join(', ')}`);
}

function mutate(mutations: readonly SourceMutation[], found: Set<SourceMutation>): Plugin {
  const mutated = new Set(mutations.map(({ file }) => join(projectFolder, file)));
  return {
    name: 'mutate',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\/functions\/.*\.ts$/ }, ({ path }) => {
        if (!mutated.has(path)) return undefined;
        let contents = readFileSync(path, 'utf8');
        for (const mutation of mutations.filter(({ file }) => join(projectFolder, file) === path)) {
          if (!contents.includes(mutation.find)) throw new Error(`${mutation.file} has no “${mutation.find}”`);
          contents = contents.replaceAll(mutation.find, () => mutation.put);
          found.add(mutation);
        }
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
