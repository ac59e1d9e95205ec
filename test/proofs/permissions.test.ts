import { expect, test } from '@jest/globals';
import { permissions } from './permissions/proof.ts';

const run = { size: 'fast', seed: 1, progress: () => undefined } as const;

test('every grant is used, and missed when it is taken away', async () => {
  const { figures, violations } = await permissions.run(run);
  expect(violations).toEqual([]);
  expect(figures['own grants']).toBe(figures['missed when taken away']);
}, 120_000);

test.each(permissions.plantedFaults.map((plant) => [plant.title, plant] as const))(
  'catches: %s',
  async (_, plant) => {
    expect((await plant.run(run)).violations).not.toEqual([]);
  },
  60_000,
);
