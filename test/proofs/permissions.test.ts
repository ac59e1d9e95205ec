import { expect, test } from '@jest/globals';
import { permissions } from '../../proofs/permissions/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

/** Each needs a stack of its own, so there is one of a kind here; `npm run prove` plants them all. */
const everyDay = permissions.plantedFaults.filter(({ title }) =>
  /Scan|another one holds|condition on the keys|whose records/.test(title),
);

test('four kinds of faults are planted every day', () => expect(everyDay).toHaveLength(4));

proveBriefly(permissions, {
  seed: 1,
  plantedFaults: everyDay,
  expectFigures: (figures) => {
    expect(figures['own grants']).toBe(figures['missed when taken away']);
    expect(figures['forged rows refused']).toBeGreaterThan(400);
    expect(figures['forged events refused']).toBeGreaterThan(20);
    expect(figures['forged rows left lying']).toBeGreaterThan(90);
  },
});
