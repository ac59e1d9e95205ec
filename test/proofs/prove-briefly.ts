import { describe, expect, test } from '@jest/globals';
import type { PlantedFault, Proof, ProofResult } from '../../proofs/proof.ts';

/** A busy machine starts a dozen processes slowly, and a planted fault may take several rounds. */
const TIMEOUT_MS = 600_000;

export interface Brief {
  readonly seed: number;
  /** Those that are planted every day; without it three, from one end of the list to the other. */
  readonly plantedFaults?: readonly PlantedFault[];
  /** What the figures must be beyond that nothing contradicts the claim. */
  readonly expectFigures?: (figures: ProofResult['figures']) => void;
}

/** Faults that are planted every day, of each proof: `npm run prove` plants them all. */
const EVERY_DAY = 3;

function someOf(all: readonly PlantedFault[]): readonly PlantedFault[] {
  return all.filter((_, index) => all.length <= EVERY_DAY || index % Math.ceil(all.length / EVERY_DAY) === 0);
}

/** Runs a proof at its smallest size, then with some planted faults. */
export function proveBriefly(
  proof: Proof,
  { seed, plantedFaults = someOf(proof.plantedFaults), expectFigures = () => undefined }: Brief,
): void {
  const run = { size: 'fast', seed, progress: () => undefined } as const;

  describe(proof.name, () => {
    test(
      proof.claim,
      async () => {
        const { figures, violations } = await proof.run(run);
        expect(violations).toEqual([]);
        expectFigures(figures);
      },
      TIMEOUT_MS,
    );

    test.each(plantedFaults)(
      'catches: $title',
      async (plant) => {
        expect((await plant.run(run)).violations).not.toEqual([]);
      },
      TIMEOUT_MS,
    );
  });
}
