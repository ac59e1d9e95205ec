import type { OperationName } from '../../functions/operations.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { runRevocations } from './run-revocations.ts';

// Enough revocations to include each way to revoke.
const SIZE = { revocations: 12, validations: 100 };

/** Answers from memory for a second. */
const cached: SourceMutation = {
  file: 'functions/lambdas/validate-license-key/index.ts',
  find: 'export const handler = await serveOperation(request, () => validateLicenseKey);',
  put: `
    const operation = await serveOperation(request, () => validateLicenseKey);
    const kept = new Map();
    export const handler = async (event, context) => {
      const key = event.rawPath + event.body;
      const earlier = kept.get(key);
      if (earlier !== undefined && Date.now() - earlier.at < 1000) return earlier.answer;
      const answer = await operation(event, context);
      kept.set(key, { answer, at: Date.now() });
      return answer;
    };`,
};
const inconsistent: SourceMutation = {
  file: 'functions/storage/dynamodb-misp-store.ts',
  find: 'ConsistentRead: true',
  put: 'ConsistentRead: false',
};

/** Only a verdict after the answer to a revocation counts as having caught a mistake. */
const TRACE = /of a revoked key/;

/** A validator with a late clock still considers the old key active. */
const onlyEnds: SourceMutation = {
  file: 'functions/domain/transition.ts',
  find: 'return isStopped ? switchLicense(ending, false, at, by.userId) : ending;',
  put: 'return ending;',
};

const planted = (
  title: string,
  mutation: SourceMutation,
  functions: readonly OperationName[] = ['validate-license-key'],
): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const mutant = await mutatedAssembly({ functions, mutations: [mutation] });
    try {
      const found = await runRevocations(mutant.folder, SIZE, { seed, progress: () => undefined });
      return { ...found, violations: found.violations.filter((violation) => TRACE.test(violation)) };
    } finally {
      mutant.remove();
    }
  },
});

export const plantedFaults: readonly PlantedFault[] = [
  planted('a cache of verdicts for one second', cached),
  planted('an eventually consistent read, of a replica that lags', inconsistent),
  planted('an overlap of 0 that only ends the licence', onlyEnds, ['rotate-license-key']),
];
