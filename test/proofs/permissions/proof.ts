import type { Proof } from '../proof.ts';
import { examineGrants } from './examine-grants.ts';
import { plantedFaults } from './planted-faults.ts';

/** Proof 8: each function may do what it does, and nothing else. There is one set of grants, so the sizes differ in the controls alone. */
export const permissions: Proof = {
  number: 8,
  name: 'permissions',
  claim:
    'Every grant of a function’s own calls is used by a call, missed when it is taken away, and enough when it is back.',
  run: ({ size, progress }) => examineGrants({ isBrief: size === 'fast' }, progress),
  plantedFaults,
};
