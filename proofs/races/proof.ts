import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { runRaces } from './run-races.ts';

/** Rounds of each race. */
const rounds: Readonly<Record<ProofSize, number>> = { brief: 8, default: 100, full: 1000 };

/** Proof 3: racing requests end as if one had come before the other, and the audit agrees. */
export const races: Proof = {
  number: 3,
  name: 'races',
  claim: 'Requests that race end as if they had come one after the other; table and audit agree on how.',
  seconds: 92,
  run: (run) => runRaces(rounds[run.size], run),
  plantedFaults,
};
