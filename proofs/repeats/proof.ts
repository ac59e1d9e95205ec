import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { repeatedRequests } from './repeated-requests.ts';
import { type RepeatsSize, runRepeats } from './run-repeats.ts';

const sizes: Readonly<Record<ProofSize, RepeatsSize>> = {
  brief: { keys: repeatedRequests.length, duplicates: 8 },
  default: { keys: 64, duplicates: 20 },
  full: { keys: 1000, duplicates: 20 },
};

/** Proof 14: a request with an idempotency key takes effect once, however often it is sent. */
export const repeats: Proof = {
  number: 14,
  name: 'repeats',
  claim: 'Sent twenty times at once with one key, a request has one effect, one trail and one answer, whatever fails.',
  seconds: 54,
  run: (run) => runRepeats(sizes[run.size], run),
  plantedFaults,
};
