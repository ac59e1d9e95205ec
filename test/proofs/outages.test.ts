import { expect, test } from '@jest/globals';
import { outages } from '../../proofs/outages/proof.ts';

const run = { size: 'fast', seed: 20260306, progress: () => undefined } as const;

test('kills, faults, an outage of a day and a restart lose and invent nothing', async () => {
  const { figures, violations } = await outages.run(run);
  expect(violations).toEqual([]);
  expect(figures['processes killed']).toBeGreaterThanOrEqual(6);
  expect(figures['rows left in the outbox']).toBe(0);
}, 120_000);

test.each(outages.plantedFaults.map((plant) => [plant.title, plant] as const))(
  'catches: %s',
  async (_, plant) => {
    expect((await plant.run(run)).violations).not.toEqual([]);
  },
  60_000,
);
