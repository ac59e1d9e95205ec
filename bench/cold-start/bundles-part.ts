import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildFunctions } from '../../lib/functions/build-functions.ts';
import { projectFolder } from '../../lib/project-folder.ts';
import type { BenchPart } from '../bench.ts';
import { figure, table } from '../markdown.ts';
import { bundleVariants, type Variant } from './bundle-variants.ts';

/** Kilobytes that no bundle may exceed. */
export const LARGEST_KB = 300;
const GOAL_KB = 260;

export interface BundleSize {
  readonly function: string;
  /** Minified, thousands of bytes. */
  readonly kilobytes: number;
}

export async function bundleSizes(): Promise<{
  readonly sizes: readonly BundleSize[];
  readonly misses: readonly string[];
}> {
  const built = await buildFunctions({ onlyIfStale: true });
  const sizes = Object.entries(built.sizes).map(([name, bytes]) => ({ function: name, kilobytes: bytes / 1000 }));
  const misses = sizes
    .filter(({ kilobytes }) => kilobytes > LARGEST_KB)
    .map((one) => `${one.function} has ${figure(one.kilobytes)} KB; the bound is ${LARGEST_KB}.`);
  return { sizes, misses };
}

export const bundlesPart: BenchPart = {
  name: 'bundles',
  title: 'Bundles',
  run: async () => {
    const { sizes, misses } = await bundleSizes();
    const bundles = await bundleVariants();
    const row = (title: string, path: string) => {
      const compressed = gzipSync(readFileSync(path)).length;
      return [title, figure(statSync(path).size / 1000), figure(compressed / 1000)];
    };
    const variant = (title: string, name: Variant) => row(title, bundles.paths.get(name) ?? '');
    const own = sizes.map((one) => row(one.function, join(projectFolder, 'dist/functions', one.function, 'index.mjs')));
    const peers = [
      variant('(b) the bare SDK handler as the CDK bundles it, minified', 'bare'),
      variant('(b), from the module builds', 'bare-esm'),
      variant('(c) a typical tutorial handler, as the CDK bundles it, minified', 'tutorial-default'),
      variant('(c), from the module builds', 'tutorial'),
    ];
    const largest = Math.max(...sizes.map(({ kilobytes }) => kilobytes));
    const bare = statSync(bundles.paths.get('bare') ?? '').size / 1000;
    bundles.remove();
    return {
      misses,
      summary: `The largest function has ${figure(largest)} KB, minified. A bare SDK handler has ${figure(bare)} KB as the CDK bundles it.`,
      markdown: `
Minified sizes. The bound is ${LARGEST_KB} KB, the goal ${GOAL_KB}; \`npm test\` checks every bundle against its own budget
(\`test/stack/bundle-budget.json\`). \`npm run bundle:why\` draws what is inside:

![What is in each bundle](bundles.svg)

${table(['', 'KB', 'compressed, KB'], [...own, ...peers])}
`,
    };
  },
};
