import { bundleSizes } from './cold-start/bundles-part.ts';
import { quickColdStarts } from './cold-start/cold-start-part.ts';
import { messageOf } from './message-of.ts';
import { measureWarm, type WarmSizes } from './warm/warm-part.ts';

/** The figures that `npm run bench -- --quick` gives. */
export interface QuickFigures {
  readonly coldStart: readonly {
    readonly function: string;
    /** Import to first answer. */
    readonly medianMs: number;
    /** To the bare SDK handler in its fastest form. */
    readonly ratioToBare: number;
    /** To a typical tutorial handler, in its fastest form. */
    readonly ratioToTutorial: number;
    /** With engine, bus and issuer behind TLS, as on AWS. The others are over plain HTTP. */
    readonly tls: {
      /** From the end of the import. */
      readonly firstAnswerMs: number;
      /** Of that, to the bare SDK handler in the form with the fastest first answer. */
      readonly ratioToBare: number;
      readonly importToAnswerMs: number;
      readonly importToAnswerRatioToBare: number;
    };
  }[];
  readonly bundles: readonly { readonly function: string; readonly kilobytes: number }[];
  readonly warm: {
    /** Of a validation, beyond the store's own time: everything except the SDK and the network. */
    readonly p50Ms: number;
    readonly p99Ms: number;
    /** Validations in one process on a store in memory. */
    readonly perSecond: number;
    /** End to end over HTTP, to the bare SDK handler with the same two calls. */
    readonly ratioToBare: number;
    /** In processor time, on a store in another process. */
    readonly processorRatioToBare: number;
  };
}

/** What a quick run measures with; tests put their own in its place. */
export interface QuickMeasures {
  readonly coldStart: (progress: (text: string) => void) => Promise<Pick<QuickFigures, 'coldStart'> & Missed>;
  readonly bundles: () => Promise<Pick<QuickFigures, 'bundles'> & Missed>;
  readonly warm: (progress: (text: string) => void) => Promise<Pick<QuickFigures, 'warm'> & Missed>;
}

interface Missed {
  readonly misses: readonly string[];
}

const COLD_ROUNDS = 10;
const WARM_SIZES: WarmSizes = { inMemory: 10_000, onEngine: 200, processor: 3000, overHttp: 200 };

const measures: QuickMeasures = {
  coldStart: (progress) => quickColdStarts(COLD_ROUNDS, progress),
  bundles: async () => {
    const { sizes, misses } = await bundleSizes();
    return { bundles: sizes, misses };
  },
  warm: async (progress) => {
    const { p50Ms, p99Ms, perSecond, ratioToBare, processorRatioToBare, misses } = await measureWarm(
      WARM_SIZES,
      progress,
    );
    return { warm: { p50Ms, p99Ms, perSecond: perSecond.median, ratioToBare, processorRatioToBare }, misses };
  },
};

/**
 * Measures cold start, bundles and warm with fewer rounds.
 * @returns the figures, without those of a part that could not be measured, and what is missed.
 */
export async function measureQuickly(
  progress: (text: string) => void,
  { coldStart, bundles, warm }: QuickMeasures = measures,
): Promise<{ figures: Partial<QuickFigures>; misses: readonly string[] }> {
  const misses: string[] = [];
  const attempt = async <Figures extends object>(
    name: keyof QuickFigures,
    measure: () => Promise<Figures & Missed>,
  ): Promise<Partial<Omit<Figures & Missed, 'misses'>>> => {
    try {
      const { misses: own, ...figures } = await measure();
      misses.push(...own);
      return figures;
    } catch (error) {
      misses.push(`${name} could not be measured: ${messageOf(error)}`);
      return {};
    }
  };
  // The bundles first: this builds them if they are stale.
  const sizes = await attempt('bundles', bundles);
  const cold = await attempt('coldStart', () => coldStart(progress));
  const figures = { ...cold, ...sizes, ...(await attempt('warm', () => warm(progress))) };
  return { figures, misses };
}
