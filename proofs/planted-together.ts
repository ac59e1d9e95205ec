import { type PlantedFault, type ProofResult, type ProofRun, plantedFault } from './proof.ts';

/** A planted fault that needs no run of its own. */
export interface FaultAmongOthers {
  readonly title: string;
  /** What this mistake leaves in a violation, and none of those beside it: nothing else counts as having caught it. */
  readonly trace: RegExp;
}

/**
 * Planted faults that are built into the same run, so that the cloud starts once for all of them. One that hides another fails
 * the proof, since the other leaves no trace.
 * @param runAll the proof, on code with all of the mistakes; it runs once for each seed and size.
 */
export function plantedTogether(
  faults: readonly FaultAmongOthers[],
  runAll: (run: ProofRun) => Promise<ProofResult>,
): readonly PlantedFault[] {
  const results = new Map<string, Promise<ProofResult>>();
  const once = (run: ProofRun) => {
    const name = `${run.size} ${run.seed}`;
    const result = results.get(name) ?? runAll(run);
    results.set(name, result);
    return result;
  };
  return faults.map(({ title, trace }) => plantedFault(title, trace, once));
}
