import { describe, expect, test } from '@jest/globals';
import { model } from './model/proof.ts';

const run = { size: 'fast', seed: 6, progress: () => undefined } as const;

describe('the service', () => {
  test('does in random sequences what the model of the contract does', async () => {
    const { violations } = await model.run(run);
    expect(violations).toEqual([]);
  });
});

describe('the model', () => {
  test.each(model.plantedFaults)('catches $title', async (plant) => {
    const { violations } = await plant.run(run);
    expect(violations.length).toBeGreaterThan(0);
  });
});
