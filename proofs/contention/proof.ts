import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { type ContentionSize, runContention } from './run-contention.ts';

const sizes: Readonly<Record<ProofSize, ContentionSize>> = {
  brief: { revocations: 12, isUsualJudged: false },
  default: { revocations: 100, isUsualJudged: true },
  full: { revocations: 1000, isUsualJudged: true },
};

/** Proof 12: a revocation wins, however many others change the same MISP. */
export const contention: Proof = {
  number: 12,
  name: 'contention',
  claim: 'While eight callers update a MISP in a loop, every revocation succeeds soon, and none is undone.',
  seconds: 115,
  run: (run) => runContention(sizes[run.size], run),
  plantedFaults,
};
