import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { projectFolder } from '../project-folder.ts';
import { lightensModules } from './lighter-modules.ts';

const standIn = (name: string) => join(projectFolder, 'lib/functions/stand-ins', name);

/** Parts of the SDK that a function never uses, and their replacements. Each file says what that saves. */
const packages = {
  '@aws-sdk/credential-provider-node': standIn('environment-credentials.ts'),
  '@smithy/core/event-streams': standIn('no-event-streams.ts'),
};
/** Modules that the SDK imports by a relative path, which `alias` does not take. */
const modules = [
  {
    importer: /@smithy\/core\/dist-es\/submodules\/config\//,
    path: /\/loadSharedConfigFiles$/,
    standIn: standIn('environment-configuration.ts'),
  },
  {
    importer: /@smithy\/core\/dist-es\/submodules\/serde\//,
    path: /\/calculateBodyLength$/,
    standIn: standIn('body-length.ts'),
  },
  {
    importer: /@aws-sdk\/core\/dist-es\/submodules\/client\//,
    path: /\/user-agent-middleware$/,
    standIn: standIn('no-user-agent.ts'),
  },
];

/** Every file that must be in the bundles in place of a part of the SDK. */
export const standIns: readonly string[] = [...Object.values(packages), ...modules.map(({ standIn: file }) => file)];

/**
 * How a function is bundled: minified, for the runtime of the stack, from what can be tree-shaken, without what Lambda makes
 * superfluous. They are ES modules: each of them opens its connections while it loads, and only an ES module can wait for that.
 */
export function lambdaBundle() {
  return {
    ...plainBundle('esm'),
    alias: packages,
    // Bodies are Node's own streams here. To look whether one is of the web's kind loads that whole kind: 2 ms of a cold start.
    define: { ReadableStream: 'undefined', Blob: 'undefined' },
    plugins: [replacesModules, lightensModules, takesBuiltins],
  } satisfies BuildOptions;
}

/** The same without any knowledge of the SDK or of Node.js, for the peers of the benchmarks. */
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

const replacesModules: Plugin = {
  name: 'replaces-modules',
  setup: ({ onResolve }) => {
    for (const { importer, path, standIn: file } of modules) {
      onResolve({ filter: path }, (found) => (importer.test(found.importer) ? { path: file } : undefined));
    }
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
      if (kind === 'entry-point' || !names.has(name)) return undefined;
      // The exports of `process` are other ones in each process, and a bundle must not depend on who builds it.
      const isListed = kind === 'import-statement' && name !== 'process';
      return { path: isListed ? name : WHOLE + name, namespace: BUILTINS };
    });
    onLoad({ filter: /.*/, namespace: BUILTINS }, ({ path }) => ({
      contents: path.startsWith(WHOLE) ? `module.exports = ${taken(path.slice(WHOLE.length))}` : exportsOf(path),
      loader: 'js',
    }));
  },
};

/** Marks a module whose used exports are unknown, because it is required or imported on demand. */
const WHOLE = 'whole/';

const taken = (name: string) => `process.getBuiltinModule('node:${name}')`;

/** A module whose exports are read one by one, and only those that are imported: the others are shaken out. */
function exportsOf(name: string): string {
  const exported = Object.keys(process.getBuiltinModule(name) ?? {}).filter((key) =>
    /^(?!default$)[A-Za-z_]\w*$/.test(key),
  );
  return [
    `const $all = /* @__PURE__ */ ${taken(name)};`,
    'export default $all;',
    ...exported.map((key) => `export const ${key} = /* @__PURE__ */ (() => $all.${key})();`),
  ].join('\n');
}
