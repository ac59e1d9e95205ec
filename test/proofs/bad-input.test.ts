import { describe, expect, test } from '@jest/globals';
import { badInput } from './bad-input/proof.ts';

const run = { size: 'fast', seed: 6, progress: () => undefined } as const;

describe('bad input', () => {
  test('brings out nothing but the answers of the contract', async () => {
    const { violations } = await badInput.run(run);
    expect(violations).toEqual([]);
  });

  test.each(badInput.plantedFaults)('is caught with $title', async (plant) => {
    const { violations } = await plant.run(run);
    expect(violations.length).toBeGreaterThan(0);
  });
});
