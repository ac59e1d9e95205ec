import type { PlantedFault, Proof, ProofResult, ProofRun } from '../../proofs/proof.ts';

/** What a proof came to, planted faults included. */
export interface Examined {
  readonly number: number;
  readonly name: string;
  readonly result: ProofResult;
  /** How many planted faults it caught, and which it did not. */
  readonly caught: number;
  readonly missed: readonly string[];
  readonly seconds: number;
}

/** Runs a proof and, unless told otherwise, its planted faults. */
export async function examine(proof: Proof, run: ProofRun, withPlants: boolean): Promise<Examined> {
  const started = performance.now();
  run.progress(proof.claim);
  const result = await orViolation(proof.run(run));
  for (const violation of result.violations.slice(0, 10)) run.progress(`VIOLATION: ${violation}`);
  const missed: string[] = [];
  const plants = withPlants ? proof.plantedFaults : [];
  for (const plant of plants) {
    const isCaught = await catches(plant, run);
    if (!isCaught) missed.push(plant.title);
    run.progress(`planted: ${plant.title}: ${isCaught ? 'caught' : 'NOT CAUGHT'}`);
  }
  const seconds = (performance.now() - started) / 1000;
  const { number, name } = proof;
  return { number, name, result, caught: plants.length - missed.length, missed, seconds };
}

/** A proof that breaks down has not shown what it claims; the others still can. */
async function orViolation(running: Promise<ProofResult>): Promise<ProofResult> {
  try {
    return await running;
  } catch (error) {
    console.error(error);
    return { figures: {}, violations: [`The proof broke down: ${error instanceof Error ? error.message : error}`] };
  }
}

/** Whether the proof finds the planted fault. One that breaks down on it has not found it. */
async function catches(plant: PlantedFault, run: ProofRun): Promise<boolean> {
  try {
    return (await plant.run({ ...run, progress: () => undefined })).violations.length > 0;
  } catch (error) {
    console.error(error);
    return false;
  }
}
