import type { PlantedFault, Proof } from '../proof.ts';
import { examineGrants } from './examine-grants.ts';
import { withOneGrantTooMuch } from './granted-too-much.ts';

const tooMuch = (action: string): PlantedFault => ({
  title: `${action} granted to a function that never calls it`,
  run: () =>
    withOneGrantTooMuch(action, (assemblyFolder) =>
      examineGrants({ assemblyFolder, only: 'validate-license-key' }, () => undefined),
    ),
});

/** Proof 8: each function may do what it does, and nothing else. All sizes are the same: there is one set of grants. */
export const permissions: Proof = {
  number: 8,
  name: 'permissions',
  claim: 'Every grant of a function’s own calls is used by a call, and missed when it is taken away.',
  run: ({ progress }) => examineGrants({}, progress),
  plantedFaults: [tooMuch('dynamodb:DeleteItem')],
};
