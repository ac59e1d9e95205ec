import { type Mistake, mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import { type FaultAmongOthers, plantedTogether } from '../planted-together.ts';
import { type PlantedFault, type ProofResult, type ProofRun, plantedFault } from '../proof.ts';
import { runWalks } from './run-walks.ts';

const READERS = ['list-misps', 'find-misps-by-name'] as const;
const STORE = 'functions/storage/dynamodb-misp-store.ts';
const QUERY = 'functions/storage/list-query.ts';

/** Reads every page from the beginning and skips as many as were shown before. */
const offsets: readonly SourceMutation[] = [
  { file: STORE, find: 'listQuery(list, after)', put: 'listQuery(list, undefined)' },
  { file: STORE, find: ', Limit: limit }', put: ' }' },
  {
    file: STORE,
    find: "const next = typeof last === 'string' ? positionOf(last) : undefined;",
    put: `const passed = Number(after?.mispId ?? 0);
      const isMore = Items.length > passed + limit;
      const { order } = positionOf(Items.at(-1)?.[indexes[query.IndexName].sort] ?? '') ?? {};
      Items.splice(0, passed);
      Items.splice(limit);
      const next = isMore ? { order, mispId: String(passed + limit) } : undefined;`,
  },
];

/** The most walks until a mistake must have left its trace. Some need a rare coincidence. */
const WALKS = 250;

/** Walks on code with these mistakes until each has left its trace. */
async function walkUntilSeen(
  mistakes: readonly Mistake[],
  enough: readonly RegExp[],
  { seed }: ProofRun,
): Promise<ProofResult> {
  const mutant = await mutatedAssembly(...mistakes);
  try {
    const options = { walks: WALKS, assemblyFolder: mutant.folder, enough };
    return await runWalks(options, { seed, progress: () => undefined });
  } finally {
    mutant.remove();
  }
}

const reading = (...mutations: readonly SourceMutation[]): Mistake => ({ functions: READERS, mutations });

/** Mistakes that can run together: each shows in other lists or in other violations. */
const combined = [
  {
    title: 'a cursor rebuilt without the id, after all of the same time',
    mistake: reading({
      file: QUERY,
      find: 'orderKey(after.order, after.mispId)',
      put: "orderKey(after.order, '~')",
    }),
    trace: /of the list by [^:]*did not show MISP/,
  },
  {
    title: 'a list from the newest that continues with newer ones',
    mistake: reading({
      file: QUERY,
      find: '...(isBackwards ?',
      put: '...(isBackwards && after === undefined ?',
    }),
    trace: /from the newest by .* (showed MISP \d+ \d+ times|was not in order)/,
  },
  {
    title: 'a de-active MISP that stays in the list of those that run out',
    mistake: {
      functions: ['update-misp-status'],
      mutations: [
        {
          file: 'functions/domain/running-out.ts',
          find: "if (status !== 'approved' || !isActive) return undefined;",
          put: "if (status !== 'approved') return undefined;",
        },
      ],
    },
    trace: /of what runs out by .* showed MISP \d+, which is not in it/,
  },
  {
    title: 'an empty page after a cursor as an error',
    mistake: reading({
      file: 'functions/operation/page.ts',
      find: 'if (page.misps.length === 0 && after === undefined)',
      put: 'if (page.misps.length === 0)',
    }),
    trace: /: page \d+ was answered 200 PMS_MSP_4(09|10)/,
  },
] satisfies readonly (FaultAmongOthers & { readonly mistake: Mistake })[];

/** A fault that would hide the others, or leaves the same trace. */
const separately = (title: string, mistake: Mistake, trace: RegExp): PlantedFault =>
  plantedFault(title, trace, (run) => walkUntilSeen([mistake], [trace], run));

export const plantedFaults: readonly PlantedFault[] = [
  ...plantedTogether(combined, (run) =>
    walkUntilSeen(
      combined.map(({ mistake }) => mistake),
      combined.map(({ trace }) => trace),
      run,
    ),
  ),
  separately(
    'a cursor that is an offset',
    reading(...offsets),
    /of the (search for|list of names with|list of what runs out) .*(did not show MISP|showed MISP \d+ \d+ times)/,
  ),
  separately(
    'a MISP that is sorted by the start of its licence',
    {
      functions: ['change-license-validity'],
      mutations: [
        {
          file: 'functions/domain/running-out.ts',
          find: '.filter((license) => license.isSwitchedOn)',
          put: '.filter((license) => license.isSwitchedOn).map((license) => ({ ...license, validTo: license.validFrom }))',
        },
      ],
    },
    /of what runs out by .* (was not in order|showed MISP \d+, which is not in it|showed MISP \d+ at a place)/,
  ),
];
