import { contract as register } from '../../functions/lambdas/register-misp/contract.ts';
import { type Mistake, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { type FaultAmongOthers, plantedTogether } from '../planted-together.ts';
import { type PlantedFault, type ProofResult, type ProofRun, plantedFault } from '../proof.ts';
import { checkHeldMemory } from './held-memory.ts';
import { type BadInputOptions, runBadInput } from './run-bad-input.ts';

const TIMEOUT_MS = 2500;

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
/** Stands in for a backtracking expression, but hangs sooner. */
const hangs: SourceMutation = {
  file: 'functions/http/read-input.ts',
  find: 'if (!isFields(body)) return NO_ECHO;',
  put: "if (!isFields(body)) return NO_ECHO;\n  while (JSON.stringify(body).includes('[[[[')) {}",
};

/** Keeps this many bytes of every request. */
const leak = (bytes: number): SourceMutation => ({
  file: 'functions/http/read-body.ts',
  find: "  const text = typeof body === 'string' ? body : '';",
  put: `  const text = typeof body === 'string' ? body : '';
  Reflect.set(globalThis, 'kept ' + Math.random(), Buffer.alloc(${bytes}, 7));`,
});
/** The audit of a refused e-mail address names an event that needs a MISP id: no publisher can expand the row. */
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

/** Sorts all combining marks of the input before it checks the length. */
const normalizedFirst: SourceMutation = {
  file: 'functions/operation/input-fields.ts',
  find: "  if (text.length > maxLength) return 'too-long';",
  put: "  if (text.normalize('NFKC') === '') return 'blank';\n  if (text.length > maxLength) return 'too-long';",
};
/** A pattern that matches a blank in two spellings, also in the text after it: it tries every split of a long run. */
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
/** A well-meant error message that repeats the input. */
const valueInProblem: SourceMutation = {
  file: 'functions/http/read-input.ts',
  find: "{ in: 'field', name, sentAs: sentAs(request, name, aliases), reason }",
  put: "{ in: 'field', name, sentAs: sentAs(request, name, aliases) + '=' + request[name], reason }",
};

/** Builds the mistake into the registration. */
const registering = (mutation: SourceMutation): Mistake => ({ functions: [register.name], mutations: [mutation] });
const authorizing = (mutation: SourceMutation): Mistake => ({ functions: ['authorize-caller'], mutations: [mutation] });

/** Sends requests to a registration with mistakes. */
async function runOn(
  mistakes: readonly Mistake[],
  options: Pick<BadInputOptions, 'requests' | 'enough'> & Partial<BadInputOptions>,
  { seed }: ProofRun,
): Promise<ProofResult> {
  const mutant = await mutatedAssembly(...mistakes);
  try {
    return await runBadInput(
      { operations: [register], timeoutMs: TIMEOUT_MS, lanes: 2, ...options, assemblyFolder: mutant.folder },
      { seed, progress: () => undefined },
    );
  } finally {
    mutant.remove();
  }
}

/** Mistakes that can run together: each shows in other requests or in other violations. */
const combined = [
  { title: 'the text of an exception in an answer', mistake: registering(exceptionText), trace: /internal text/ },
  {
    title: 'a schema that takes control characters',
    mistake: registering(controlCharacters),
    trace: /has the (name|address|contactNumber) .*(\\[ntrbfu]|\p{Cc})/u,
  },
  {
    title: 'an audit row that no publisher can expand',
    mistake: registering(poisonRow),
    trace: /^\d+ rows are left in the outbox/,
  },
  {
    title: 'a cookie that takes precedence over the header',
    mistake: authorizing(cookieFirst),
    trace: /without a good token|with a good token|names .* must be/,
  },
  {
    title: 'names that differ only in invisible characters',
    mistake: registering(seenAsAnother),
    trace: / has the same name as MISP#/,
  },
  {
    title: 'a problem that repeats what was sent',
    mistake: registering(valueInProblem),
    trace: /got a malformed problem/,
  },
  {
    title: 'a field that is normalized before it is measured',
    mistake: registering(normalizedFirst),
    trace: /^Too much of the processor: .* by \S+-register-misp /,
  },
  {
    title: 'a pattern for the cookie that tries every split of a run of blanks',
    mistake: authorizing(backtrackingCookie),
    trace: /^Too much of the processor: .* by \S+-authorize-caller /,
  },
];
/**
 * About one request in two hundred passes with a control character. So a run of this many may have none, but not as many
 * runs in a row.
 */
const COMBINED_REQUESTS = 500;
const COMBINED_RUNS = 4;

/** Sends requests to code with all of these mistakes until each has left its trace. */
async function runCombined({ seed, ...run }: ProofRun): Promise<ProofResult> {
  const mistakes = combined.map(({ mistake }) => mistake);
  const violations: string[] = [];
  const isSeen = ({ trace }: FaultAmongOthers) => violations.some((violation) => trace.test(violation));
  for (let made = 0; made < COMBINED_RUNS && !combined.every(isSeen); made += 1) {
    const found = await runOn(mistakes, { requests: COMBINED_REQUESTS }, { ...run, seed: seed + made });
    violations.push(...found.violations);
  }
  return { figures: {}, violations };
}

/** A fault that needs a separate run, because it would hide the others. */
const separately = (title: string, mutation: SourceMutation, trace: RegExp, options: Parameters<typeof runOn>[1]) =>
  plantedFault(title, trace, (run) => runOn([registering(mutation)], options, run));

const NO_ANSWER = /had no answer/;
const LEAK_BYTES = 20_000;

/** Far too little for a run to see in its resident memory. */
const smallLeak = plantedFault(
  `a function that keeps ${LEAK_BYTES / 1000} KB of every request`,
  new RegExp(`-${register.name} `),
  async ({ seed }) => {
    const mutant = await mutatedAssembly(registering(leak(LEAK_BYTES)));
    try {
      const options = { operations: [register], requestsEach: 300, timeoutMs: TIMEOUT_MS };
      const { figure, violations } = await checkHeldMemory({ ...options, assemblyFolder: mutant.folder }, seed);
      return { figures: { 'held after a collection': figure }, violations };
    } finally {
      mutant.remove();
    }
  },
);

export const plantedFaults: readonly PlantedFault[] = [
  ...plantedTogether(combined, runCombined),
  separately('a function that hangs on deep JSON', hangs, NO_ANSWER, { requests: 250, enough: NO_ANSWER }),
  // One lane, so that one process keeps everything.
  separately('a function that keeps 2 MB of every request', leak(2_000_000), /^The function .* went from/, {
    requests: 150,
    lanes: 1,
  }),
  smallLeak,
];
