import { operations } from '../../../functions/operations.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { runBadInput } from './run-bad-input.ts';

const PATIENCE_MS = 2500;

const exceptionText: SourceMutation = {
  file: 'functions/http/parse-json.ts',
  find: "throw new RejectedInput([{ kind: 'unreadable', what }]);",
  put: "throw new RejectedInput([{ kind: 'unreadable', what: what + String(error) }]);",
};
const controlCharacters: SourceMutation = {
  file: 'functions/operation/input-fields.ts',
  find: 'return !/\\p{Cc}/u.test(text) && text.isWellFormed();',
  put: 'return text.isWellFormed();',
};
/** As an expression that goes back over what it has seen does, only sooner. */
const hangs: SourceMutation = {
  file: 'functions/http/read-input.ts',
  find: 'if (!isFields(body)) return NO_ECHO;',
  put: "if (!isFields(body)) return NO_ECHO;\n  while (JSON.stringify(body).includes('[[[[')) {}",
};

/** @param trace what the mistake leaves in a violation: nothing else counts as having caught it. */
const planted = (title: string, requests: number, mutation: SourceMutation, trace: RegExp): PlantedFault => ({
  title,
  run: async (run) => {
    const [register] = operations;
    const mutant = await mutatedAssembly([register.name], [mutation]);
    try {
      const options = { requests, operations: [register], patienceMs: PATIENCE_MS, lanes: 2, stopsAtFirst: true };
      const { figures, violations } = await runBadInput(
        { ...options, assemblyFolder: mutant.folder },
        { seed: run.seed, progress: () => undefined },
      );
      return { figures, violations: violations.filter((violation) => trace.test(violation)) };
    } finally {
      mutant.remove();
    }
  },
});

export const plantedFaults: readonly PlantedFault[] = [
  planted('the text of an exception in an answer', 60, exceptionText, /internal text/),
  planted(
    'a schema that takes control characters',
    250,
    controlCharacters,
    /has the (name|address|contactNumber) .*(\\[ntrbfu]|\p{Cc})/u,
  ),
  planted('a function that hangs on deep JSON', 250, hangs, /had no answer/),
];
