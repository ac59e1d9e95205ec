import type { Proof, ProofSize } from '../proof.ts';
import { stepsUpTo } from './generate/steps.ts';
import { plantedFaults } from './planted-faults.ts';
import { type ModelSize, runModel, type Sequences } from './run-model.ts';

const of = (count: number, most: number): Sequences => ({ count, steps: stepsUpTo(most) });

const sizes: Readonly<Record<ProofSize, ModelSize>> = {
  brief: { inMemory: of(200, 20), onEngine: of(25, 20), isComplete: false },
  default: { inMemory: of(1000, 40), onEngine: of(300, 40), isComplete: true },
  full: { inMemory: of(100_000, 20), onEngine: of(2000, 60), isComplete: true },
};

/** Proof 1: the service does what a plain model of the contract does, for any sequence of requests. */
export const model: Proof = {
  number: 1,
  name: 'model',
  claim: 'Every answer, everything stored and every audit event is what a plain model of the contract expects.',
  seconds: 181,
  run: (run) => runModel(sizes[run.size], run),
  plantedFaults,
};
