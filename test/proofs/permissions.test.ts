import { expect, test } from '@jest/globals';
import { permissions } from '../../proofs/permissions/proof.ts';

const run = { size: 'fast', seed: 1, progress: () => undefined } as const;

test('every grant is used, and missed when it is taken away; nobody can forge', async () => {
  const { figures, violations } = await permissions.run(run);
  expect(violations).toEqual([]);
  expect(figures['own grants']).toBe(figures['missed when taken away']);
  expect(figures['forged rows refused']).toBeGreaterThan(400);
  expect(figures['forged events refused']).toBeGreaterThan(20);
  expect(figures['forged rows left lying']).toBeGreaterThan(90);
}, 180_000);

/** Each needs a stack of its own, so there is one of a kind here; `npm run prove` plants them all. */
const everyDay = permissions.plantedFaults.filter(({ title }) =>
  /Scan|another one holds|stays broken|condition on the keys|bus without a policy|whose records/.test(title),
);

test('six kinds of faults are planted every day', () => expect(everyDay).toHaveLength(6));

test.each(everyDay.map((plant) => [plant.title, plant] as const))(
  'catches: %s',
  async (_, plant) => {
    expect((await plant.run(run)).violations).not.toEqual([]);
  },
  60_000,
);
