import type { Proof, ProofSize } from '../proof.ts';
import { stepsUpTo } from './generate/steps.ts';
import { plantedFaults } from './planted-faults.ts';
import { type ModelSize, runModel } from './run-model.ts';

const sizes: Readonly<Record<ProofSize, ModelSize>> = {
  brief: { inMemory: 200, onEngine: 25, steps: stepsUpTo(20), isComplete: false },
  default: { inMemory: 1000, onEngine: 300, steps: stepsUpTo(40), isComplete: true },
  full: { inMemory: 100_000, onEngine: 2000, steps: stepsUpTo(60), isComplete: true },
};

/** Proof 1: whatever is asked in whatever order, the service does what a plain model of the contract does. */
export const model: Proof = {
  number: 1,
  name: 'model',
  claim: 'Every answer, everything stored and every audit event is what a plain model of the contract foresees.',
  seconds: 190,
  run: (run) => runModel(sizes[run.size], run),
  plantedFaults,
};
