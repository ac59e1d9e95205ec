import { describe, expect, test } from '@jest/globals';
import { model } from '../../proofs/model/proof.ts';

const run = { size: 'fast', seed: 6, progress: () => undefined } as const;

/** A busy machine is slow at a few hundred sequences. */
const TIMEOUT_MS = 120_000;

describe('the service', () => {
  test(
    'does in random sequences what the model of the contract does',
    async () => {
      const { violations } = await model.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('the model', () => {
  test.each(model.plantedFaults)(
    'catches $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
