/** What every proof of `npm run prove` looks like. docs/reliability.md says what each proves and what it does not cover. */

/** How large a proof is run: by `npm run prove -- --brief`, without it, with `--full`. */
export type ProofSize = 'brief' | 'default' | 'full';

/** What a run of a proof has at hand. */
export interface ProofRun {
  readonly size: ProofSize;
  /** Everything random comes from this seed; it is printed with the result. */
  readonly seed: number;
  /** Says how far the run is: a line on the terminal. */
  readonly progress: (text: string) => void;
}

/** What a run found. Every figure is counted in this run. */
export interface ProofResult {
  /** What was done and what was seen, by name: `{ sequences: 400, steps: 9120 }`. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** What contradicts the claim, each in a sentence with what is needed to see it again; empty when it holds. */
  readonly violations: readonly string[];
}

/** A mistake that is built in on purpose, for this run only: a proof that does not catch it proves nothing. */
export interface PlantedFault {
  readonly title: string;
  /** Runs the proof, as small as still catches it, on code with the mistake. Its result must have violations. */
  run(run: ProofRun): Promise<ProofResult>;
}

export interface Proof {
  /** Its place in docs/reliability.md. */
  readonly number: number;
  /** Names it on the command line. */
  readonly name: string;
  /** The claim, in one sentence. */
  readonly claim: string;
  /** About how long it takes at default size on two cores, in seconds: of several the longest begins first. */
  readonly seconds: number;
  /** Whether it judges how long something takes: nothing else runs beside it then. */
  readonly isTimed?: boolean;
  run(run: ProofRun): Promise<ProofResult>;
  readonly plantedFaults: readonly PlantedFault[];
}

/**
 * A planted fault that is known by its trace.
 * @param trace what the mistake leaves in a violation: nothing else counts as having caught it.
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
