import { bundleSizes } from './cold-start/bundles-part.ts';
import { coldStarts } from './cold-start/cold-start-part.ts';
import { measureWarm } from './warm/warm-part.ts';

/** The figures that `npm run bench -- --quick` gives. */
export interface QuickFigures {
  readonly coldStart: readonly {
    readonly function: string;
    /** Import to first answer. */
    readonly medianMs: number;
    /** To the bare SDK handler in its fastest form. */
    readonly ratioToBare: number;
    /** To the handler that a tutorial leads to, in its fastest form. */
    readonly ratioToTutorial: number;
  }[];
  readonly bundles: readonly { readonly function: string; readonly kilobytes: number }[];
  readonly warm: {
    /** Of a validation, beyond the store's own time. */
    readonly p50Ms: number;
    readonly p99Ms: number;
    /** Validations in one process on a store in memory. */
    readonly perSecond: number;
    /** End to end over HTTP, to the bare SDK handler with the same two calls. */
    readonly ratioToBare: number;
  };
}

const COLD_ROUNDS = 10;
const WARM_SIZES = { inMemory: 10_000, onEngine: 200, overHttp: 200, seconds: 2 };

/** Measures cold start, bundles and warm with fewer rounds. @returns the figures and what they miss of the bounds. */
export async function measureQuickly(
  progress: (text: string) => void,
): Promise<{ figures: QuickFigures; misses: readonly string[] }> {
  const bundles = await bundleSizes();
  const cold = await coldStarts(COLD_ROUNDS, [], progress);
  const warm = await measureWarm(WARM_SIZES, progress);
  return {
    figures: {
      coldStart: cold.ratios,
      bundles: bundles.sizes,
      warm: {
        p50Ms: warm.p50Ms,
        p99Ms: warm.p99Ms,
        perSecond: warm.handler.perSecond,
        ratioToBare: warm.ratioToBare,
      },
    },
    misses: [...cold.misses, ...bundles.misses, ...warm.misses],
  };
}
