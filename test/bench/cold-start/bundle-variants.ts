import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { bundleOptions } from '../../../lib/functions/build-functions.ts';

const PEERS = 'test/bench/cold-start/peers';
const VALIDATION = 'functions/validate-license-key/index.ts';

/** What each variant is built from, and with which options. */
const variants = {
  empty: [`${PEERS}/empty.ts`, bundleOptions('esm')],
  bare: [`${PEERS}/bare.ts`, asItComes('esm')],
  'bare-cjs': [`${PEERS}/bare.ts`, asItComes('cjs')],
  'bare-default': [`${PEERS}/bare.ts`, { ...asItComes('cjs'), mainFields: ['main', 'module'] }],
  tutorial: [`${PEERS}/tutorial.ts`, asItComes('esm')],
  'tutorial-cjs': [`${PEERS}/tutorial.ts`, asItComes('cjs')],
  'validation-cjs': [VALIDATION, bundleOptions('cjs')],
  'validation-chain': [VALIDATION, asItComes('esm')],
} as const satisfies Record<string, readonly [string, BuildOptions]>;

export type Variant = keyof typeof variants;

/** The service's options with the SDK's own chain of credential providers. */
function asItComes(format: 'esm' | 'cjs'): BuildOptions {
  const { alias: _, ...options } = bundleOptions(format);
  return options;
}

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
