import { describe, expect, test } from '@jest/globals';
import { revocation } from '../../proofs/revocation/proof.ts';

const run = { size: 'fast', seed: 4, progress: () => undefined } as const;

/** A busy machine starts a dozen processes slowly. */
const TIMEOUT_MS = 60_000;

describe('revocation', () => {
  test(
    'holds from its answer on, on every process',
    async () => {
      const { violations } = await revocation.run(run);
      expect(violations).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test.each(revocation.plantedFaults)(
    'is caught with $title',
    async (plant) => {
      const { violations } = await plant.run(run);
      expect(violations.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
