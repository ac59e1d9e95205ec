import { type PlantedFault, type ProofResult, type ProofRun, plantedFault } from './proof.ts';

/** A planted fault that can share a run with others. */
export interface FaultAmongOthers {
  readonly title: string;
  /** The trace that only this mistake leaves in a violation. */
  readonly trace: RegExp;
}

/**
 * Planted faults in one run, so that the cloud starts once for all of them. If one hides another, the proof fails,
 * since the other leaves no trace.
 * @param runAll runs the proof on code with all the mistakes, once for each seed and size.
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
