import type { Variant } from './bundle-variants.ts';

/** The names of the peers in tables. */
export const peerTitles = {
  empty: '(a) an empty handler',
  bare: '(b) the bare SDK handler, bundled as the CDK does by default, and minified',
  'bare-module-first': '(b), from the module builds of the packages',
  'bare-esm': '(b), from the module builds, as an ES module',
  'tutorial-default':
    '(c) a typical tutorial handler: (b) with zod, and logger, metrics and tracer of Powertools, bundled as the CDK does by default, and minified',
  'tutorial-cjs': '(c), from the module builds of the packages',
  tutorial: '(c), from the module builds, as an ES module',
} as const satisfies Partial<Record<Variant, string>>;
