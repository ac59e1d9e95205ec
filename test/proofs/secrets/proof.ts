import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { everyDisturbance, runSecrets } from './run-secrets.ts';

/** How often every request is sent under every disturbance. */
const rounds: Readonly<Record<ProofSize, number>> = { fast: 1, default: 2, full: 30 };
/** `fast` meets those that cost no waiting. */
const quick = everyDisturbance.filter(({ faults }) => faults === undefined).slice(0, 3);

/** Proof 7: licence keys, tokens, e-mail addresses and phone numbers come nowhere but where the contract puts them. */
export const secrets: Proof = {
  number: 7,
  name: 'secrets',
  claim: 'No log, metric, audit record, event, error or key attribute ever holds a secret, whatever fails.',
  run: (run) =>
    runSecrets({ rounds: rounds[run.size], disturbances: run.size === 'fast' ? quick : everyDisturbance }, run),
  plantedFaults,
};
