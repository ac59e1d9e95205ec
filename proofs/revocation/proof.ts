import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import type { Proof, ProofSize } from '../proof.ts';
import { plantedFaults } from './planted-faults.ts';
import { type RevocationSize, runRevocations } from './run-revocations.ts';

const sizes: Readonly<Record<ProofSize, RevocationSize>> = {
  brief: { revocations: 10, validations: 200 },
  default: { revocations: 300, validations: 6000 },
  full: { revocations: 10_000, validations: 200_000 },
};

/** Proof 4: once answered, a revocation holds on every process, whichever way it was made. */
export const revocation: Proof = {
  number: 4,
  name: 'revocation',
  claim: 'Not one validation that starts after the answer to a revocation says that the licence is active.',
  seconds: 104,
  run: async (run) => runRevocations(await prepareAssembly(), sizes[run.size], run),
  plantedFaults,
};
