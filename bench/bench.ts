/** What a run of the benchmarks is asked for. */
export interface BenchRun {
  /** How many MISPs the part about scale loads in place of its usual sizes; no other part reads it. */
  readonly scale?: number;
  readonly progress: (text: string) => void;
}

export interface BenchResult {
  /** The section that it goes to; without it the part's own. */
  readonly section?: { readonly name: string; readonly title: string };
  /** What matters of it, in a sentence or two: the page begins with that of each part. */
  readonly summary: string;
  /** The part's text for docs/benchmarks.md, below its heading: how it was measured, tables, what they say. */
  readonly markdown: string;
  /** Bounds of this product that the figures do not meet, each in a sentence. A missed goal is not a miss. */
  readonly misses: readonly string[];
}

/** One of the measurements in docs/benchmarks.md. Peers are measured in the same run, in turn with what they are compared to. */
export interface BenchPart {
  /** Names it on the command line. */
  readonly name: string;
  /** Its heading. */
  readonly title: string;
  run(run: BenchRun): Promise<BenchResult>;
}
