import type { Proof, ProofSize } from '../proof.ts';
import { everyDisturbance, quickDisturbances } from './disturbances.ts';
import { plantedFaults } from './planted-faults.ts';
import { runSecrets } from './run-secrets.ts';

/** How often every request is sent under every disturbance. */
const rounds: Readonly<Record<ProofSize, number>> = { brief: 1, default: 1, full: 14 };

/**
 * Proof 7: licence keys, tokens, e-mail addresses and phone numbers go nowhere except where the contract puts them.
 */
export const secrets: Proof = {
  number: 7,
  name: 'secrets',
  claim: 'No log, metric, audit record, event, error or key attribute ever holds a secret, whatever fails.',
  seconds: 142,
  run: (run) => {
    const disturbances = run.size === 'brief' ? quickDisturbances : everyDisturbance;
    return runSecrets({ rounds: rounds[run.size], disturbances }, run);
  },
  plantedFaults,
};
