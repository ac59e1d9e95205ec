import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Modules of the SDK that other modules import and that never run in a function. In the bundles their exports are empty
 * classes: using one fails at once. Each is named by the end of its path.
 */
export const unusedModules: readonly string[] = [
  // Finds the endpoint of a table by a call. It is off unless a variable turns it on.
  '@aws-sdk/endpoint-cache/dist-es/EndpointCache.js',
  // SHA-256 without Node.js.
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
  // The retry mode `adaptive`; the clients set `standard`.
  '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js',
  '@smithy/core/dist-es/submodules/retry/util-retry/DefaultRateLimiter.js',
  // Asks the machine for its region if AWS_REGION does not say it.
  '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
  // Regions of each partition, for endpoints: lib/functions/stand-ins/service-endpoint.ts.
  '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
  // Names of buckets in endpoints of S3.
  '@smithy/core/dist-es/submodules/endpoints/middleware-endpoint/service-customizations/s3.js',
  // Signs for several regions at once. The clients bring their own signer.
  '@aws-sdk/signature-v4-multi-region/dist-es/SignatureV4MultiRegion.js',
  // Signs events of a stream.
  '@smithy/signature-v4/dist-es/HeaderFormatter.js',
];

const EXPORTED = /^export (?:async )?(?:class|const|function) (\w+)/gm;
/**
 * An error as the SDK generates it: a class that differs from the others in its name, whose fault it is, whether it may be retried, and in
 * its members, which the constructor copies.
 */
const ERROR_CLASS =
  /^export class (\w+) extends __BaseException \{\n {4}static shapeId = "([^"]+)";\n {4}name = "\1";\n {4}\$fault = "(\w+)";\n(?: {4}\$retryable = (\{.*\});\n)?(?: {4}\w+;\n)* {4}constructor\(/gm;

/**
 * Shrinks SDK modules that every function loads: leaves out what never runs, turns some 40 error classes into calls of one function, and
 * keeps only the version of a `package.json`.
 * @throws Error while bundling if a new version of the SDK no longer looks like that.
 */
export const lightensModules: Plugin = {
  name: 'lightens-modules',
  setup: ({ onLoad }) => {
    const js = (contents: string) => ({ contents, loader: 'js' }) as const;
    onLoad({ filter: endingIn(unusedModules) }, ({ path }) => js(emptyExports(path)));
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/dist-es\/models\/errors\.js$/ }, ({ path }) => js(shortErrors(path)));
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/package\.json$/ }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};

function endingIn(paths: readonly string[]): RegExp {
  return new RegExp(`(${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})$`);
}

function emptyExports(path: string): string {
  const names = [...readFileSync(path, 'utf8').matchAll(EXPORTED)].map(([, name]) => name);
  if (names.length === 0) throw new Error(`${path} exports nothing: see lib/functions/lighter-modules.ts`);
  return names.map((name) => `export class ${name} {}`).join('\n');
}

function shortErrors(path: string): string {
  const source = readFileSync(path, 'utf8');
  const errors = [...source.matchAll(ERROR_CLASS)];
  if (errors.length === 0 || errors.length !== source.match(/^export /gm)?.length) {
    throw new Error(`${path} does not have the expected classes: see lib/functions/lighter-modules.ts`);
  }
  const [base] = source.split('\n', 1);
  return [
    base,
    `const errorClass = (name, shapeId, $fault, retryable) => {
      const ErrorClass = class extends __BaseException {
        static shapeId = shapeId;
        name = name;
        $fault = $fault;
        constructor({ name: _, $fault: __, ...rest }) {
          super({ name, $fault, ...rest });
          Object.setPrototypeOf(this, ErrorClass.prototype);
          Object.assign(this, rest, retryable);
        }
      };
      return ErrorClass;
    };`,
    ...errors.map(([, name, shapeId, fault, retryable]) => {
      const values = [name, shapeId, fault].map((text) => JSON.stringify(text));
      if (retryable !== undefined) values.push(`{ $retryable: ${retryable} }`);
      return `export const ${name} = /* @__PURE__ */ errorClass(${values.join(', ')});`;
    }),
  ].join('\n');
}
