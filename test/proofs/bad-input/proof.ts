import { operations } from '../../../functions/operations.ts';
import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { runBadInput } from './run-bad-input.ts';

const requests: Readonly<Record<ProofSize, number>> = { fast: 600, default: 20_000, full: 200_000 };

/** Proof 6: no request, however hostile, brings out more than the contract's own answers, or gets into the tables. */
export const badInput: Proof = {
  number: 6,
  name: 'bad-input',
  claim: 'Whatever is sent: no 5xx, no hang, no internal text, nothing stored that no schema allows, memory flat.',
  run: (run) =>
    runBadInput(
      { requests: requests[run.size], operations, patienceMs: 8000, lanes: run.size === 'fast' ? 2 : 4 },
      run,
    ),
  plantedFaults,
};
