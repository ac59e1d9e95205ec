import type { Variant } from './bundle-variants.ts';

/** The forms in which each peer can be bundled. The first is the default of the CDK's NodejsFunction. */
export const PEER_FORMS = {
  bare: ['bare', 'bare-module-first', 'bare-esm'],
  tutorial: ['tutorial-default', 'tutorial-cjs', 'tutorial'],
} as const satisfies Record<string, readonly [Variant, ...Variant[]]>;
