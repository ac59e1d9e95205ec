import { describe, expect, test } from '@jest/globals';
import { races } from '../../proofs/races/proof.ts';

const run = { size: 'fast', seed: 3, progress: () => undefined } as const;

/** A busy machine starts a dozen processes slowly. */
const TIMEOUT_MS = 60_000;

describe('races', () => {
  test(
    'end as if the requests had come one after the other',
    async () => {
      const { violations } = await races.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(races.plantedFaults)(
    'are caught with $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
