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

const leak: SourceMutation = {
  file: 'functions/http/parse-json.ts',
  find: '    before: async (request) => {',
  put: '    before: async (request) => {\n      Reflect.set(globalThis, request.event.requestContext.requestId, Buffer.alloc(2_000_000, 7));',
};

interface Plant {
  readonly title: string;
  readonly requests: number;
  readonly mutation: SourceMutation;
  /** What the mistake leaves in a violation: nothing else counts as having caught it. */
  readonly trace: RegExp;
  /** `false` where the mistake shows only at the end, in the tables. */
  readonly stopsAtFirst: boolean;
}

const planted = ({ title, requests, mutation, trace, stopsAtFirst }: Plant): PlantedFault => ({
  title,
  run: async (run) => {
    const [register] = operations;
    const mutant = await mutatedAssembly([register.name], [mutation]);
    try {
      const options = { requests, operations: [register], patienceMs: PATIENCE_MS, lanes: 2, stopsAtFirst };
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
  planted({
    title: 'the text of an exception in an answer',
    requests: 60,
    mutation: exceptionText,
    trace: /internal text/,
    stopsAtFirst: true,
  }),
  planted({
    title: 'a schema that takes control characters',
    // One in two hundred requests gets through with one: with so many, every seed has some.
    requests: 2000,
    mutation: controlCharacters,
    trace: /has the (name|address|contactNumber) .*(\\[ntrbfu]|\p{Cc})/u,
    stopsAtFirst: false,
  }),
  planted({
    title: 'a function that hangs on deep JSON',
    requests: 250,
    mutation: hangs,
    trace: /had no answer/,
    stopsAtFirst: true,
  }),
  planted({
    title: 'a function that keeps something of every request',
    requests: 300,
    mutation: leak,
    trace: /^The function .* went from/,
    stopsAtFirst: false,
  }),
];
