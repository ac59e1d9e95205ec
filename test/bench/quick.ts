/** The figures that `npm run bench -- --quick` gives. */
export interface QuickFigures {
  readonly coldStart: readonly {
    readonly function: string;
    /** Import to first answer. */
    readonly medianMs: number;
    /** To the bare SDK handler. */
    readonly ratioToBare: number;
    /** To the handler that a tutorial leads to. */
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

/** Measures cold start, bundles and warm with fewer rounds. @returns the figures and what they miss of the bounds. */
export async function measureQuickly(
  _progress: (text: string) => void,
): Promise<{ figures: QuickFigures; misses: readonly string[] }> {
  throw new Error('Not measured yet');
}
