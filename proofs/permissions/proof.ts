import type { Proof } from '../proof.ts';
import { examineForgeries } from './examine-forgeries.ts';
import { examineGrants } from './examine-grants.ts';
import { plantedFaults } from './planted-faults.ts';

/** Of functions whose grants are alike, one: each kind of call and of item is among theirs. */
const ONE_OF_A_KIND = [
  'register-misp',
  'rotate-license-key',
  'validate-license-key',
  'list-misps',
  'authorize-caller',
  'publish-audit',
  'sweep-audit-outbox',
  'announce-expiring-licenses',
];

/**
 * Proof 8: each function may do what it does, and nothing else. There is one set of grants: the smallest size takes away those of
 * some functions, and only at full size each function must do its work again after each grant.
 */
export const permissions: Proof = {
  number: 8,
  name: 'permissions',
  claim:
    'Every grant of a function’s own calls is used by a call, missed when it is taken away, and enough when it is back; and nobody ' +
    'can put a row for another operation or an event on the bus.',
  seconds: 210,
  run: async ({ size, progress }) => {
    const grants = await examineGrants(
      { isBrief: size !== 'full', ...(size === 'brief' ? { only: ONE_OF_A_KIND } : {}) },
      progress,
    );
    const forgeries = await examineForgeries();
    return {
      figures: { ...grants.figures, ...forgeries.figures },
      violations: [...grants.violations, ...forgeries.violations],
    };
  },
  plantedFaults,
};
