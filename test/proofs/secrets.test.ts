import { describe, expect, test } from '@jest/globals';
import { secrets } from './secrets/proof.ts';

const run = { size: 'fast', seed: 7, progress: () => undefined } as const;

describe('secrets', () => {
  test('come nowhere but where the contract puts them', async () => {
    const { violations } = await secrets.run(run);
    expect(violations).toEqual([]);
  });

  test.each(secrets.plantedFaults)('are found with $title', async (plant) => {
    const { violations } = await plant.run(run);
    expect(violations.length).toBeGreaterThan(0);
  });
});
