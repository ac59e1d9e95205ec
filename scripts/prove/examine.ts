import type { PlantedFault, Proof, ProofResult, ProofRun } from '../../proofs/proof.ts';

/** The result of a proof and its planted faults. */
export interface ProofReport {
  readonly number: number;
  readonly name: string;
  readonly result: ProofResult;
  /** How many planted faults it caught, and which it missed. */
  readonly caught: number;
  readonly missed: readonly string[];
  readonly seconds: number;
}

/** Runs a proof, and then its planted faults if wanted. */
export async function examine(proof: Proof, run: ProofRun, withPlants: boolean): Promise<ProofReport> {
  const started = performance.now();
  run.progress(proof.claim);
  const result = await violationOnError(proof.run(run));
  for (const violation of result.violations.slice(0, 10)) run.progress(`VIOLATION: ${violation}`);
  const missed: string[] = [];
  const plants = withPlants ? plantsOf(proof, run) : [];
  for (const plant of plants) {
    const began = performance.now();
    const isCaught = await catches(plant, run);
    if (!isCaught) missed.push(plant.title);
    run.progress(
      `planted: ${plant.title}: ${isCaught ? 'caught' : 'NOT CAUGHT'} (${secondsSince(began).toFixed(0)} s)`,
    );
  }
  const seconds = secondsSince(started);
  const { number, name } = proof;
  return { number, name, result, caught: plants.length - missed.length, missed, seconds };
}

const secondsSince = (began: number) => (performance.now() - began) / 1000;

/** All planted faults, or in a brief run the first, which shows that the proof can fail. */
function plantsOf({ plantedFaults }: Proof, { size }: ProofRun): readonly PlantedFault[] {
  return size === 'brief' ? plantedFaults.slice(0, 1) : plantedFaults;
}

/** Turns an exception into a violation, so the other proofs continue. */
async function violationOnError(running: Promise<ProofResult>): Promise<ProofResult> {
  try {
    return await running;
  } catch (error) {
    console.error(error);
    return { figures: {}, violations: [`The proof broke down: ${error instanceof Error ? error.message : error}`] };
  }
}

/** Whether the proof finds the planted fault. An exception does not count. */
async function catches(plant: PlantedFault, run: ProofRun): Promise<boolean> {
  try {
    return (await plant.run({ ...run, progress: () => undefined })).violations.length > 0;
  } catch (error) {
    console.error(error);
    return false;
  }
}
