import { operations } from '../../functions/operations.ts';
import type { Proof, ProofSize } from '../proof.ts';
import { checkHeldMemory } from './held-memory.ts';
import { plantedFaults } from './planted-faults.ts';
import { runBadInput } from './run-bad-input.ts';

const requests: Readonly<Record<ProofSize, number>> = { brief: 600, default: 6000, full: 200_000 };
/** Requests to each operation between the two memory readings; a brief run has no time for them. */
const requestsEach: Readonly<Record<Exclude<ProofSize, 'brief'>, number>> = { default: 100, full: 1200 };
const TIMEOUT_MS = 8000;

/** Proof 6: hostile requests get only answers of the contract, and no invalid data into the tables. */
export const badInput: Proof = {
  number: 6,
  name: 'bad-input',
  claim:
    'Whatever is sent: no 5xx, no hang, no internal text, nothing stored that no schema allows, no row stuck, memory flat.',
  seconds: 177,
  run: async ({ size, seed, progress }) => {
    const lanes = size === 'brief' ? 2 : 4;
    const options = { requests: requests[size], operations, timeoutMs: TIMEOUT_MS, lanes };
    const sent = await runBadInput(options, { seed, progress });
    if (size === 'brief') return sent;
    progress('reading memory after a garbage collection');
    const held = await checkHeldMemory({ operations, requestsEach: requestsEach[size], timeoutMs: TIMEOUT_MS }, seed);
    return {
      figures: { ...sent.figures, 'held after a collection': held.figure },
      violations: [...sent.violations, ...held.violations],
    };
  },
  plantedFaults,
};
