import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { runHistories } from './run-histories.ts';

const histories: Readonly<Record<ProofSize, number>> = { brief: 40, default: 300, full: 5000 };

/** Proof 2: whatever several clients do at once, it is as if they had done it one after the other. */
export const linearizability: Proof = {
  number: 2,
  name: 'linearizability',
  claim: 'What clients do at once, with failures and lost answers, comes out as in some order one after the other.',
  seconds: 110,
  run: (run) => runHistories(histories[run.size], run),
  plantedFaults,
};
