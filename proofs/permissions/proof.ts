import type { Proof } from '../proof.ts';
import { examineForgeries } from './examine-forgeries.ts';
import { examineGrants } from './examine-grants.ts';
import { plantedFaults } from './planted-faults.ts';

/** Of functions with the same kinds of grants, only one. Together these have each kind of call and of item. */
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
 * Proof 8: each function may do its work, and nothing else. At the smallest size only some functions lose their grants,
 * and only at full size must each function work again after each grant.
 */
export const permissions: Proof = {
  number: 8,
  name: 'permissions',
  claim:
    'Every grant of a function’s own calls is used by a call, missed when removed, and enough when restored; and nobody ' +
    'can put a row of another operation into the outbox, or a forged event on the bus.',
  seconds: 74,
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
