import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { projectFolder } from '../project-folder.ts';
import { lightensModules } from './lighter-modules.ts';

const standIn = (name: string) => join(projectFolder, 'lib/functions/stand-ins', name);

/** SDK packages that no function needs, and their replacements. Each replacement says what it saves. */
const packages = {
  '@aws-sdk/credential-provider-node': standIn('environment-credentials.ts'),
  '@smithy/core/event-streams': standIn('no-event-streams.ts'),
};
/** SDK modules that are imported by a relative path, which `alias` does not support. */
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
  {
    importer: /@aws-sdk\/core\/dist-es\/submodules\/client\//,
    path: /\/util-user-agent-node\/defaultUserAgent$/,
    standIn: standIn('own-user-agent.ts'),
  },
  {
    importer: /@smithy\/core\/dist-es\/submodules\/serde\//,
    path: /\/uuid\/v4$/,
    standIn: standIn('random-uuid.ts'),
  },
  ...['dynamodb', 'eventbridge'].map((client) => ({
    importer: new RegExp(`/@aws-sdk/client-${client}/dist-es/`),
    path: /\/endpoint\/endpointResolver$/,
    standIn: standIn(`${client}-endpoint.ts`),
  })),
];

/** All replacements, which must be in the bundles. */
export const standIns: readonly string[] = [...Object.values(packages), ...modules.map(({ standIn: file }) => file)];

/**
 * The esbuild options of a function: minified, for the stack's runtime, tree-shaken, without what Lambda does not need. Functions are ES
 * modules: they open their connections while they load, and only an ES module can wait for that.
 */
export function lambdaBundle() {
  return {
    ...plainBundle('esm'),
    alias: packages,
    // Bodies of answers are Node.js streams here. The SDK's checks for web streams would load their implementation: 2 ms of a cold
    // start.
    define: { ReadableStream: 'undefined', Blob: 'undefined' },
    plugins: [replacesModules, lightensModules, takesBuiltins],
  } satisfies BuildOptions;
}

/** The same without replacements, for the peers in the benchmarks. */
export function plainBundle(format: 'esm' | 'cjs') {
  return {
    absWorkingDir: projectFolder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format,
    // Prefers ES modules, which can be tree-shaken. esbuild's default for Node.js prefers CommonJS.
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

/** The namespace of Node.js modules among the inputs of a bundle: `builtin:http`. */
export const BUILTINS = 'builtin';

/**
 * Loads Node.js modules from the process instead of importing them. An import of `node:http` reads all its exports,
 * even lazily loaded ones. Its WebSocket alone loads undici, a third of a cold start.
 */
const takesBuiltins: Plugin = {
  name: 'takes-builtins',
  setup: ({ onResolve, onLoad }) => {
    const names = new Set(builtinModules);
    onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (kind === 'entry-point' || !names.has(name)) return undefined;
      // The exports of `process` differ between processes, and a bundle must not depend on the process that builds it.
      const isListed = kind === 'import-statement' && name !== 'process';
      return { path: isListed ? name : WHOLE + name, namespace: BUILTINS };
    });
    onLoad({ filter: /.*/, namespace: BUILTINS }, ({ path }) => ({
      contents: path.startsWith(WHOLE) ? `module.exports = ${builtin(path.slice(WHOLE.length))}` : exportsOf(path),
      loader: 'js',
    }));
  },
};

/** Marks a module whose used exports are unknown, because it is required or imported dynamically. */
const WHOLE = 'whole/';

const builtin = (name: string) => `process.getBuiltinModule('node:${name}')`;

/** Only pauses before retries need this module, and only this function of it. It is loaded when one pauses. */
const LOADED_LATE = 'timers/promises';

/** A module with separate exports, so unused ones are tree-shaken. */
function exportsOf(name: string): string {
  if (name === LOADED_LATE) return `export const setTimeout = (...args) => ${builtin(name)}.setTimeout(...args);`;
  const exported = Object.keys(process.getBuiltinModule(name) ?? {}).filter((key) =>
    /^(?!default$)[A-Za-z_]\w*$/.test(key),
  );
  return [
    `const $all = /* @__PURE__ */ ${builtin(name)};`,
    'export default $all;',
    ...exported.map((key) => `export const ${key} = /* @__PURE__ */ (() => $all.${key})();`),
  ].join('\n');
}
