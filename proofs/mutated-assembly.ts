import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { lambdaBundle } from '../lib/functions/lambda-bundle.ts';
import { projectFolder } from '../lib/project-folder.ts';
import { prepareAssembly } from '../local/assembly/prepare-assembly.ts';
import { functionDefinitions } from '../local/functions/definition.ts';
import { loadTemplate } from '../local/template/load-template.ts';

/** A mistake in a source file: what stands there, and what stands there with the mistake. */
export interface SourceMutation {
  /** Below the project's folder. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** A mistake, and the functions that get it: their names, `validate-license-key` for example. */
export interface Mistake {
  readonly functions: readonly string[];
  readonly mutations: readonly SourceMutation[];
}

/** A cloud assembly in a folder of its own, with mistakes in some functions. */
export interface MutatedAssembly {
  readonly folder: string;
  remove(): void;
}

/**
 * Copies the cloud assembly of the sources and builds some of its functions again, with mistakes in their sources. The sources
 * themselves stay as they are, and nothing that is deployed knows of it.
 * @throws Error when what a mutation looks for is no longer in the source.
 */
export async function mutatedAssembly(...mistakes: readonly Mistake[]): Promise<MutatedAssembly> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-mutant-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const definitions = functionDefinitions(loadTemplate(folder));
    const functions = new Set(mistakes.flatMap((mistake) => mistake.functions));
    const read = await Promise.all(
      [...functions].map(async (name) => {
        const mutations = mistakes.flatMap((mistake) => (mistake.functions.includes(name) ? mistake.mutations : []));
        const definition = definitions.find((one) => one.name.endsWith(`-${name}`));
        if (definition === undefined) throw new Error(`There is no function ${name}`);
        const { code, found } = await mutatedBundle(name, mutations);
        writeFileSync(join(definition.codeFolder, 'index.mjs'), code);
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
 * A function as the service's are bundled, but legible, with those of the mutations that are in files which it reads.
 * @returns which those are, too.
 * @throws Error when what a mutation looks for is no longer in the source.
 */
export async function mutatedBundle(
  name: string,
  mutations: readonly SourceMutation[],
): Promise<{ readonly code: Uint8Array; readonly found: ReadonlySet<SourceMutation> }> {
  const found = new Set<SourceMutation>();
  const { plugins, ...options } = lambdaBundle();
  const { outputFiles } = await build({
    ...options,
    entryPoints: [`functions/lambdas/${name}/index.ts`],
    write: false,
    minify: false,
    plugins: [mutate(mutations, found), ...plugins],
  });
  return { code: outputFiles[0]!.contents, found };
}

/** @throws Error for a mutation of a file that none of the functions reads: a plant that is none must not pass for one. */
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
