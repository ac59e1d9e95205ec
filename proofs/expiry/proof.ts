import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { type ExpirySize, runExpiry } from './run-expiry.ts';

const sizes: Readonly<Record<ProofSize, ExpirySize>> = {
  brief: {
    outage: { licenses: 150, hours: 4, changesAnHour: 3, changesInOutage: 40, kills: 3, changeRate: 0.2 },
    killed: 6,
    lag: { misps: 24, hours: 6 },
    tables: { due: 10, sizes: [40, 150] },
  },
  default: {
    outage: { licenses: 1000, hours: 8, changesAnHour: 4, changesInOutage: 100, kills: 2, changeRate: 0.05 },
    killed: 10,
    lag: { misps: 40, hours: 8 },
    tables: { due: 10, sizes: [100, 1000] },
  },
  full: {
    outage: { licenses: 20_000, hours: 48, changesAnHour: 20, changesInOutage: 1500, kills: 5, changeRate: 0.05 },
    killed: 40,
    lag: { misps: 400, hours: 48 },
    tables: { due: 10, sizes: [1000, 20_000] },
  },
};

/** Proof 15: the last expiry of each MISP is announced in time, and once for each threshold. */
export const expiry: Proof = {
  number: 15,
  name: 'expiry',
  claim:
    'Each combination of MISP, last expiry and threshold is announced exactly once, whatever fails and however long ' +
    'nothing ran.',
  seconds: 53,
  run: (run) => runExpiry(sizes[run.size], run),
  plantedFaults,
};
