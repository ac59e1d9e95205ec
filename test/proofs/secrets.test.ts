import { describe, expect, test } from '@jest/globals';
import { secrets } from '../../proofs/secrets/proof.ts';

const run = { size: 'fast', seed: 7, progress: () => undefined } as const;

/** A busy machine starts a dozen processes slowly. */
const TIMEOUT_MS = 120_000;

describe('secrets', () => {
  test(
    'come nowhere but where the contract puts them',
    async () => {
      const { violations } = await secrets.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(secrets.plantedFaults)(
    'are found with $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
