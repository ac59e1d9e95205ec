import { describe, expect, test } from '@jest/globals';
import { contention } from '../../proofs/contention/proof.ts';

const run = { size: 'fast', seed: 12, progress: () => undefined } as const;

/** A busy machine is slow at some hundred updates. */
const TIMEOUT_MS = 120_000;

describe('revocations among updates in a loop', () => {
  test(
    'all succeed, and none is undone',
    async () => {
      const { violations } = await contention.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(contention.plantedFaults)(
    'are caught with $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
