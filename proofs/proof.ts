/** The parts of a proof of `npm run prove`. docs/reliability.md says what each proves and what it does not cover. */

/** The size of a run: `npm run prove -- --brief`, without an option, or with `--full`. */
export type ProofSize = 'brief' | 'default' | 'full';

/** The input of a run. */
export interface ProofRun {
  readonly size: ProofSize;
  /** The seed of everything random; it is printed with the result. */
  readonly seed: number;
  /** Reports progress: a line on the terminal. */
  readonly progress: (text: string) => void;
}

/** The result of a run. Every figure is counted in this run. */
export interface ProofResult {
  /** What was done and seen, by name: `{ sequences: 400, steps: 9120 }`. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** Contradictions of the claim, each in a sentence with what is needed to reproduce it; empty if it holds. */
  readonly violations: readonly string[];
}

/** A deliberate mistake, for one run only: a proof that does not catch it proves nothing. */
export interface PlantedFault {
  readonly title: string;
  /**
   * Runs the proof on code with the mistake, at the smallest size that catches it. The result must have violations.
   */
  run(run: ProofRun): Promise<ProofResult>;
}

export interface Proof {
  /** Its number in docs/reliability.md. */
  readonly number: number;
  /** Its name on the command line. */
  readonly name: string;
  /** The claim, in one sentence. */
  readonly claim: string;
  /** About how much processor time it takes at default size, in seconds: the proofs with the most start first. */
  readonly seconds: number;
  run(run: ProofRun): Promise<ProofResult>;
  readonly plantedFaults: readonly PlantedFault[];
}

/**
 * A planted fault that counts as caught only by its trace.
 * @param trace what the mistake leaves in a violation.
 */
export const plantedFault = (
  title: string,
  trace: RegExp,
  run: (run: ProofRun) => Promise<ProofResult>,
): PlantedFault => ({
  title,
  run: async (asked) => {
    const { figures, violations } = await run(asked);
    return { figures, violations: violations.filter((violation) => trace.test(violation)) };
  },
});
