import { contract as register } from '../../functions/lambdas/register-misp/contract.ts';
import { type Mistake, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { plantedTogether } from '../planted-together.ts';
import { type PlantedFault, type ProofResult, type ProofRun, plantedFault } from '../proof.ts';
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
  find: "  const text = typeof body === 'string' ? body : '';",
  put: `  const text = typeof body === 'string' ? body : '';
  Reflect.set(globalThis, 'kept ' + Math.random(), Buffer.alloc(${bytes}, 7));`,
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

/** The registration gets the mistake. */
const registering = (mutation: SourceMutation): Mistake => ({ functions: [register.name], mutations: [mutation] });
const authorizing = (mutation: SourceMutation): Mistake => ({ functions: ['authorize-caller'], mutations: [mutation] });

/** Sends so many requests to a registration with mistakes. @param enough ends the run with the first violation like it. */
async function runOn(
  mistakes: readonly Mistake[],
  requests: number,
  { seed }: ProofRun,
  enough?: RegExp,
): Promise<ProofResult> {
  const mutant = await mutatedAssembly(...mistakes);
  try {
    const options = { requests, operations: [register], patienceMs: PATIENCE_MS, lanes: 2 };
    const stop = enough === undefined ? {} : { enough };
    return await runBadInput(
      { ...options, ...stop, assemblyFolder: mutant.folder },
      { seed, progress: () => undefined },
    );
  } finally {
    mutant.remove();
  }
}

/** Mistakes that bear to be beside each other: each shows in other requests, or in other words about them. */
const besideEachOther = [
  { title: 'the text of an exception in an answer', mistake: registering(exceptionText), trace: /internal text/ },
  {
    title: 'a schema that takes control characters',
    mistake: registering(controlCharacters),
    trace: /has the (name|address|contactNumber) .*(\\[ntrbfu]|\p{Cc})/u,
  },
  {
    title: 'an audit row that no publisher can write out',
    mistake: registering(poisonRow),
    trace: /^\d+ rows are left in the outbox/,
  },
  {
    title: 'a cookie that goes before the header',
    mistake: authorizing(cookieFirst),
    trace: /without a good token|with a good token|names .* must be/,
  },
  {
    title: 'names that differ in what nobody sees',
    mistake: registering(seenAsAnother),
    trace: / has the name of MISP#/,
  },
  {
    title: 'a problem that repeats what was sent',
    mistake: registering(valueInProblem),
    trace: /got a problem of another form/,
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
/** One request in two hundred gets through with a control character: with so many, every seed has some. */
const REQUESTS_BESIDE = 1500;

/** A fault that needs a separate run, because it would hide the others. */
const alone = (title: string, requests: number, mutation: SourceMutation, trace: RegExp, enough?: RegExp) =>
  plantedFault(title, trace, (run) => runOn([registering(mutation)], requests, run, enough));

const NO_ANSWER = /had no answer/;
const LEAK_BYTES = 20_000;

/** Far too little for the resident memory of a run to show it. */
const smallLeak = plantedFault(
  `a function that keeps ${LEAK_BYTES / 1000} KB of every request`,
  new RegExp(`-${register.name} `),
  async ({ seed }) => {
    const mutant = await mutatedAssembly(registering(leak(LEAK_BYTES)));
    try {
      const options = { operations: [register], requestsEach: 300, patienceMs: PATIENCE_MS };
      const { figure, violations } = await checkHeldMemory({ ...options, assemblyFolder: mutant.folder }, seed);
      return { figures: { 'held after a collection': figure }, violations };
    } finally {
      mutant.remove();
    }
  },
);

export const plantedFaults: readonly PlantedFault[] = [
  ...plantedTogether(besideEachOther, (run) =>
    runOn(
      besideEachOther.map(({ mistake }) => mistake),
      REQUESTS_BESIDE,
      run,
    ),
  ),
  alone('a function that hangs on deep JSON', 250, hangs, NO_ANSWER, NO_ANSWER),
  alone('a function that keeps 2 MB of every request', 300, leak(2_000_000), /^The function .* went from/),
  smallLeak,
];
