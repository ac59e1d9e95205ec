import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { runHistories } from './run-histories.ts';

const histories: Readonly<Record<ProofSize, number>> = { brief: 40, default: 300, full: 5000 };

/** Proof 2: concurrent requests of several clients behave as if they came one after the other. */
export const linearizability: Proof = {
  number: 2,
  name: 'linearizability',
  claim:
    'Concurrent requests, with failures and lost answers, behave as if they came one after the other in some order.',
  seconds: 76,
  run: (run) => runHistories(histories[run.size], run),
  plantedFaults,
};
