import { describe, expect, test } from '@jest/globals';
import { linearizability } from '../../proofs/linearizability/proof.ts';

const run = { size: 'fast', seed: 4, progress: () => undefined } as const;

describe('what clients do at once', () => {
  test('comes out as in some order one after the other', async () => {
    const { violations } = await linearizability.run(run);
    expect(violations).toEqual([]);
  });
});

describe('the search for an order', () => {
  test.each(linearizability.plantedFaults)('catches $title', async (plant) => {
    const { violations } = await plant.run(run);
    expect(violations.length).toBeGreaterThan(0);
  });
});
