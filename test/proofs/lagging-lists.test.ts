import { expect, test } from '@jest/globals';
import { lists } from '../../proofs/lagging-lists/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

/** Each needs bundles of its own, so there are three here; `npm run prove` plants them all. */
const everyDay = lists.plantedFaults.filter(({ title }) => /without the id|goes on to the newer|de-active/.test(title));

test('three kinds of faults are planted every day', () => expect(everyDay).toHaveLength(3));

proveBriefly(lists, { seed: 11, plantedFaults: everyDay });
