/** The options of a run of the benchmarks. */
export interface BenchRun {
  /** How many MISPs the part about scale loads in place of its usual sizes; no other part reads it. */
  readonly scale?: number;
  readonly progress: (text: string) => void;
}

export interface BenchResult {
  /** The section that it goes into; by default the part's own. */
  readonly section?: { readonly name: string; readonly title: string };
  /** The result in a sentence or two. The page begins with the summaries of all parts. */
  readonly summary: string;
  /** The part's text for docs/benchmarks.md, below its heading: how it was measured, tables, what they say. */
  readonly markdown: string;
  /** Bounds of this product that the figures do not meet, each in a sentence. A goal that is not met does not count. */
  readonly misses: readonly string[];
}

/** One of the measurements in docs/benchmarks.md. Peers are measured in the same run, alternating with what they are compared to. */
export interface BenchPart {
  /** Names it on the command line. */
  readonly name: string;
  /** Its heading. */
  readonly title: string;
  run(run: BenchRun): Promise<BenchResult>;
}
