import { contract as register } from '../../functions/lambdas/register-misp/contract.ts';
import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { checkHeldMemory } from './held-memory.ts';
import { runBadInput } from './run-bad-input.ts';

const PATIENCE_MS = 2500;

const exceptionText: SourceMutation = {
  file: 'functions/http/read-body.ts',
  find: "  } catch {\n    throw rejected('not-json');",
  put: '  } catch (error) {\n    throw rejected(String(error));',
};
const controlCharacters: SourceMutation = {
  file: 'functions/domain/plain-text.ts',
  find: 'return !FORBIDDEN.test(text);',
  put: 'return text.isWellFormed();',
};
/** As an expression that goes back over what it has seen does, only sooner. */
const hangs: SourceMutation = {
  file: 'functions/http/read-input.ts',
  find: 'if (!isFields(body)) return NO_ECHO;',
  put: "if (!isFields(body)) return NO_ECHO;\n  while (JSON.stringify(body).includes('[[[[')) {}",
};

/** Keeps so many bytes of every request, for good. */
const leak = (bytes: number): SourceMutation => ({
  file: 'functions/http/read-body.ts',
  find: '    before: ({ event }) => {',
  put: `    before: ({ event }) => {
      Reflect.set(globalThis, event.requestContext.requestId, Buffer.alloc(${bytes}, 7));`,
});
/** The trail of a refused e-mail address names an event that needs a MISP id: no publisher can write the row out. */
const poisonRow: SourceMutation = {
  file: 'functions/lambdas/register-misp/register-misp.ts',
  find: '[event.registrationRefusedForEmail]',
  put: '[event.mispCreated]',
};
const cookieFirst: SourceMutation = {
  file: 'functions/lambdas/authorize-caller/find-token.ts',
  find: 'return fromHeader(event) ?? fromCookie(event);',
  put: 'return fromCookie(event) ?? fromHeader(event);',
};

/** Sorts all marks that a stranger sends, before it measures. */
const normalizedFirst: SourceMutation = {
  file: 'functions/operation/input-fields.ts',
  find: "  if (text.length > maxLength) return 'too-long';",
  put: "  if (text.normalize('NFKC') === '') return 'blank';\n  if (text.length > maxLength) return 'too-long';",
};
/** A blank in two spellings, which the text behind it may hold, too: every split of a long run of them is tried. */
const backtrackingCookie: SourceMutation = {
  file: 'functions/lambdas/authorize-caller/find-token.ts',
  find: '  return /^"?(?:Bearer\\s+)?"?([^\\s"]+)"{0,2}$/i.exec(value.trim())?.[1];',
  put: '  return value && /^\\s*Authorization=(?:Bearer(?:\\s|%20)+)?"?([^\\s";]+)"?\\s*$/i.exec(last)?.[1];',
};

const seenAsAnother: SourceMutation = {
  file: 'functions/domain/organization-name.ts',
  find: ".replace(/\\p{Default_Ignorable_Code_Point}/gu, '')",
  put: '',
};
/** As a helpful message does. */
const valueInProblem: SourceMutation = {
  file: 'functions/http/read-input.ts',
  find: "{ in: 'field', name, sentAs: sentAs(request, name, aliases), reason }",
  put: "{ in: 'field', name, sentAs: sentAs(request, name, aliases) + '=' + request[name], reason }",
};

interface Plant {
  readonly title: string;
  readonly requests: number;
  readonly mutation: SourceMutation;
  /** Who gets the mistake; the registration without it. */
  readonly functionName?: string;
  /** What the mistake leaves in a violation: nothing else counts as having caught it. */
  readonly trace: RegExp;
  /** Whether a violation with the trace ends the run; `false` where it shows only at the end, in the tables. */
  readonly stopsAtFirst: boolean;
}

const planted = ({
  title,
  requests,
  mutation,
  functionName = register.name,
  trace,
  stopsAtFirst,
}: Plant): PlantedFault => ({
  title,
  run: async (run) => {
    const mutant = await mutatedAssembly([functionName], [mutation]);
    try {
      const options = { requests, operations: [register], patienceMs: PATIENCE_MS, lanes: 2 };
      const { figures, violations } = await runBadInput(
        { ...options, assemblyFolder: mutant.folder, ...(stopsAtFirst ? { enough: trace } : {}) },
        { seed: run.seed, progress: () => undefined },
      );
      return { figures, violations: violations.filter((violation) => trace.test(violation)) };
    } finally {
      mutant.remove();
    }
  },
});

const LEAK_BYTES = 20_000;

/** Far too little for the resident memory of a run to show it. */
const smallLeak: PlantedFault = {
  title: `a function that keeps ${LEAK_BYTES / 1000} KB of every request`,
  run: async ({ seed }) => {
    const mutant = await mutatedAssembly([register.name], [leak(LEAK_BYTES)]);
    try {
      const options = { operations: [register], requestsEach: 300, patienceMs: PATIENCE_MS };
      const { figure, violations } = await checkHeldMemory({ ...options, assemblyFolder: mutant.folder }, seed);
      return {
        figures: { 'held after a collection': figure },
        violations: violations.filter((violation) => violation.includes(`-${register.name} `)),
      };
    } finally {
      mutant.remove();
    }
  },
};

export const plantedFaults: readonly PlantedFault[] = [
  planted({
    title: 'the text of an exception in an answer',
    requests: 200,
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
    title: 'a function that keeps 2 MB of every request',
    requests: 300,
    mutation: leak(2_000_000),
    trace: /^The function .* went from/,
    stopsAtFirst: false,
  }),
  smallLeak,
  planted({
    title: 'an audit row that no publisher can write out',
    // One in a hundred requests gets as far as a refused e-mail address.
    requests: 1200,
    mutation: poisonRow,
    trace: /^\d+ rows are left in the outbox/,
    stopsAtFirst: false,
  }),
  planted({
    title: 'a cookie that goes before the header',
    requests: 300,
    mutation: cookieFirst,
    functionName: 'authorize-caller',
    trace: /without a good token|with a good token|names .* must be/,
    stopsAtFirst: false,
  }),
  planted({
    title: 'names that differ in what nobody sees',
    requests: 600,
    mutation: seenAsAnother,
    trace: / has the name of MISP#/,
    stopsAtFirst: false,
  }),
  planted({
    title: 'a problem that repeats what was sent',
    requests: 300,
    mutation: valueInProblem,
    trace: /got a problem of another form/,
    stopsAtFirst: true,
  }),
  planted({
    title: 'a field that is normalized before it is measured',
    requests: 250,
    mutation: normalizedFirst,
    trace: /^Too much of the processor: .* by \S+-register-misp /,
    stopsAtFirst: false,
  }),
  planted({
    title: 'a pattern for the cookie that tries every split of a run of blanks',
    requests: 600,
    mutation: backtrackingCookie,
    functionName: 'authorize-caller',
    trace: /^Too much of the processor: .* by \S+-authorize-caller /,
    stopsAtFirst: false,
  }),
];
