import { describe, expect, test } from '@jest/globals';
import { races } from './races/proof.ts';

const run = { size: 'fast', seed: 3, progress: () => undefined } as const;

describe('races', () => {
  test('end as if the requests had come one after the other', async () => {
    const { violations } = await races.run(run);
    expect(violations).toEqual([]);
  });

  test.each(races.plantedFaults)('are caught with $title', async (plant) => {
    const { violations } = await plant.run(run);
    expect(violations.length).toBeGreaterThan(0);
  });
});
