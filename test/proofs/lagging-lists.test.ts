import { describe, expect, test } from '@jest/globals';
import { lists } from '../../proofs/lagging-lists/proof.ts';

const run = { size: 'fast', seed: 11, progress: () => undefined } as const;

/** A busy machine starts a dozen processes slowly, and a planted fault may take several rounds. */
const TIMEOUT_MS = 180_000;

describe('walks of lists that lag', () => {
  test(
    'show what stayed as it was exactly once',
    async () => {
      const { violations } = await lists.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(lists.plantedFaults)(
    'are caught with $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
