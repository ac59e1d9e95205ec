import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { type OutageSize, runOutages } from './run-outages.ts';

const sizes: Readonly<Record<ProofSize, OutageSize>> = {
  // It has few MISPs, perhaps none with a licence to renew.
  brief: { operations: 40, kills: 6, interruptedRenewals: 0 },
  default: { operations: 300, kills: 60, interruptedRenewals: 1 },
  full: { operations: 2000, kills: 400, interruptedRenewals: 1 },
};

/** Proof 5: kills, faults, an outage of the bus of more than a day and a restart lose and invent nothing. */
export const outages: Proof = {
  number: 5,
  name: 'outages',
  claim: 'Whatever is killed or fails: every change has its records, every record its change, and all reach the bus.',
  seconds: 76,
  run: ({ size, seed, progress }) => {
    const { operations, ...requiredCoverage } = sizes[size];
    return runOutages({ operations, requiredCoverage, seed, progress });
  },
  plantedFaults,
};
