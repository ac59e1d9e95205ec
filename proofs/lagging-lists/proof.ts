import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { runWalks } from './run-walks.ts';

const walks: Readonly<Record<ProofSize, number>> = { brief: 20, default: 60, full: 600 };

/** Proof 11: a walk through a list misses nothing and shows nothing twice, however far the index lags. */
export const lists: Proof = {
  number: 11,
  name: 'lists',
  claim: 'Walks of every list over indexes that lag show every MISP that kept its place exactly once.',
  seconds: 58,
  run: (run) => runWalks({ walks: walks[run.size] }, run),
  plantedFaults,
};
