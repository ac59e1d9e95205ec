import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { projectFolder } from '../project-folder.ts';

const standIn = (name: string) => join(projectFolder, 'functions/runtime', name);

/** Parts of the SDK that a function never uses, and what takes their place. Each file says what that saves. */
const packages = {
  '@aws-sdk/credential-provider-node': standIn('environment-credentials.ts'),
  '@smithy/core/event-streams': standIn('no-event-streams.ts'),
};
const configurationReader = {
  importer: /@smithy\/core\/dist-es\/submodules\/config\//,
  path: /\/loadSharedConfigFiles$/,
  standIn: standIn('environment-configuration.ts'),
};

/** Every file that must be in the bundles in place of a part of the SDK. */
export const standIns: readonly string[] = [...Object.values(packages), configurationReader.standIn];

/**
 * How a function is bundled: minified, for the runtime of the stack, from what can be tree-shaken, without what Lambda makes
 * superfluous.
 * @param format the functions are ES modules; the benchmarks measure the other format too.
 */
export function lambdaBundle(format: 'esm' | 'cjs') {
  return {
    ...plainBundle(format),
    alias: packages,
    plugins: [readsNoConfiguration, takesBuiltins],
  } satisfies BuildOptions;
}

/** The same without any knowledge of the SDK or of Node.js: what a peer of the benchmarks is bundled with. */
export function plainBundle(format: 'esm' | 'cjs') {
  return {
    absWorkingDir: projectFolder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format,
    // The ES module builds of the packages can be tree-shaken; esbuild's default for Node prefers the CommonJS ones.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'silent',
  } satisfies BuildOptions;
}

/** The reader is imported by a relative path, which `alias` does not take. */
const readsNoConfiguration: Plugin = {
  name: 'reads-no-configuration',
  setup: ({ onResolve }) => {
    onResolve({ filter: configurationReader.path }, ({ importer }) =>
      configurationReader.importer.test(importer) ? { path: configurationReader.standIn } : undefined,
    );
  },
};

/** Names the modules of Node.js among the inputs of a bundle: `builtin:http`. */
export const BUILTINS = 'builtin';

/**
 * Takes Node's own modules from the process instead of importing them. An import of `node:http` reads everything that the module exports,
 * also what would be loaded only when it is used: its WebSocket alone brings the whole of undici, a third of a cold start.
 */
const takesBuiltins: Plugin = {
  name: 'takes-builtins',
  setup: ({ onResolve, onLoad }) => {
    const names = new Set(builtinModules);
    onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      return kind !== 'entry-point' && names.has(name) ? { path: name, namespace: BUILTINS } : undefined;
    });
    onLoad({ filter: /.*/, namespace: BUILTINS }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}')`,
      loader: 'js',
    }));
  },
};
