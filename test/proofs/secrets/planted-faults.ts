import type { OperationName } from '../../../functions/operations.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { everyDisturbance, runSecrets } from './run-secrets.ts';

/** What a careless handler of errors does: the error as a whole, with the body that it was about. */
const loggedError: SourceMutation = {
  file: 'functions/http/parse-json.ts',
  find: "throw new RejectedInput([{ kind: 'unreadable', what }]);",
  put: `process.stdout.write(JSON.stringify({ level: 'ERROR', error: String(error), cause: error?.cause }) + '\\n');
        throw new RejectedInput([{ kind: 'unreadable', what }]);`,
};
const keyInDescription: SourceMutation = {
  file: 'functions/validate-license-key/validate-license-key.ts',
  find: "trail: [['109'], ['110', id], ['111', id, body.reason], ['204']]",
  put: "trail: [['109'], ['110', key], ['111', id, body.reason], ['204']]",
};
const keyInPointer: SourceMutation = {
  file: 'functions/storage/dynamodb-misp-store.ts',
  find: 'licenseKeyPointer(license.hash)',
  put: 'licenseKeyPointer(license.key)',
};

const planted = (title: string, operation: OperationName, mutation: SourceMutation): PlantedFault => ({
  title,
  run: async () => {
    const mutant = await mutatedAssembly([operation], [mutation]);
    try {
      const options = {
        rounds: 1,
        disturbances: everyDisturbance.slice(0, 1),
        operation,
        assemblyFolder: mutant.folder,
      };
      return await runSecrets(options, { progress: () => undefined });
    } finally {
      mutant.remove();
    }
  },
});

export const plantedFaults: readonly PlantedFault[] = [
  planted('an error that is logged with its message and its body', 'update-misp', loggedError),
  planted('a licence key in the description of an audit event', 'validate-license-key', keyInDescription),
  planted('a licence key in the key of its pointer, in place of its hash', 'process-misp-status', keyInPointer),
];
