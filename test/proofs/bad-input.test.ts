import { describe, expect, test } from '@jest/globals';
import { badInput } from '../../proofs/bad-input/proof.ts';

const run = { size: 'fast', seed: 6, progress: () => undefined } as const;

/** A busy machine starts a dozen processes slowly. */
const TIMEOUT_MS = 120_000;

describe('bad input', () => {
  test(
    'brings out nothing but the answers of the contract',
    async () => {
      const { violations } = await badInput.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(badInput.plantedFaults)(
    'is caught with $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
