import { expect } from '@jest/globals';
import { outages } from '../../proofs/outages/proof.ts';
import { proveBriefly } from './prove-briefly.ts';

proveBriefly(outages, {
  seed: 20260306,
  expectFigures: (figures) => {
    expect(figures['processes killed']).toBeGreaterThanOrEqual(6);
    expect(figures['rows left in the outbox']).toBe(0);
  },
});
