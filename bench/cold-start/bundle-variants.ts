import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { plainBundle } from '../../lib/functions/lambda-bundle.ts';

const PEERS = 'bench/cold-start/peers';
const VALIDATION = 'functions/lambdas/validate-license-key/index.ts';

/** CommonJS packages call `require` for modules of Node.js, even when they are bundled into an ES module. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/** What each variant is built from, and how. */
const variants = {
  empty: [`${PEERS}/empty.ts`, plainBundle('esm')],
  // `bare` and `tutorial-default` as the CDK's NodejsFunction bundles by default, and minified: CommonJS, from the CommonJS
  // builds of the packages.
  bare: [`${PEERS}/bare.ts`, { ...plainBundle('cjs'), mainFields: ['main', 'module'] }],
  'bare-module-first': [`${PEERS}/bare.ts`, plainBundle('cjs')],
  'bare-esm': [`${PEERS}/bare.ts`, plainBundle('esm')],
  'bare-published': [`${PEERS}/bare-published.ts`, plainBundle('esm')],
  tutorial: [`${PEERS}/tutorial.ts`, { ...plainBundle('esm'), banner: { js: REQUIRE } }],
  'tutorial-default': [`${PEERS}/tutorial.ts`, { ...plainBundle('cjs'), mainFields: ['main', 'module'] }],
  'tutorial-cjs': [`${PEERS}/tutorial.ts`, plainBundle('cjs')],
  'validation-plain': [VALIDATION, plainBundle('esm')],
} as const satisfies Record<string, readonly [string, BuildOptions]>;

export type Variant = keyof typeof variants;

/** Bundles every variant into a folder of its own. */
export async function bundleVariants(): Promise<{ readonly paths: ReadonlyMap<Variant, string>; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'misp-bench-'));
  const paths = new Map<Variant, string>();
  for (const [name, [entry, options]] of Object.entries(variants)) {
    const path = join(folder, `${name}.${options.format === 'cjs' ? 'cjs' : 'mjs'}`);
    await build({ ...options, entryPoints: [entry], outfile: path });
    paths.set(name as Variant, path);
  }
  return { paths, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
