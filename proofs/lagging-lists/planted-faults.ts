import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { runWalks } from './run-walks.ts';

const READERS = ['list-misps', 'find-misps-by-name'] as const;
const STORE = 'functions/storage/dynamodb-misp-store.ts';
const QUERY = 'functions/storage/list-query.ts';

/** Every page is read from the beginning, and what the pages before have shown is counted off. */
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

interface Plant {
  readonly title: string;
  /** What has the mistake; without it those that read lists. */
  readonly functions?: readonly string[];
  /** In one round of walks; a round that has not caught it is followed by another one. */
  readonly walks: number;
  readonly mutations: readonly SourceMutation[];
  /** What the mistake leaves in a violation: nothing else counts as having caught it. */
  readonly trace: RegExp;
}

/** A mistake that needs a rare encounter may take several rounds; one that these do not show is not caught. */
const ROUNDS = 6;

const planted = ({ title, functions = READERS, walks, mutations, trace }: Plant): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const mutant = await mutatedAssembly({ functions, mutations });
    try {
      const options = { walks, assemblyFolder: mutant.folder };
      for (let round = 1; ; round += 1) {
        const { figures, violations } = await runWalks(options, {
          seed: seed + 1000 * round,
          progress: () => undefined,
        });
        const traces = violations.filter((violation) => trace.test(violation));
        if (traces.length > 0 || round === ROUNDS) return { figures, violations: traces };
      }
    } finally {
      mutant.remove();
    }
  },
});

export const plantedFaults: readonly PlantedFault[] = [
  planted({
    title: 'a cursor that counts what was passed',
    // It takes a rename across the place of a walker, in a search that is still on its way.
    walks: 40,
    mutations: offsets,
    trace:
      /of the (search for|list of names with|list of what runs out) .*(did not show MISP|showed MISP \d+ \d+ times)/,
  }),
  planted({
    title: 'a cursor rebuilt without the id, behind all of one time',
    walks: 20,
    mutations: [{ file: QUERY, find: 'orderKey(after.order, after.mispId)', put: "orderKey(after.order, '~')" }],
    trace: /of the list by .* did not show MISP/,
  }),
  planted({
    title: 'a list from the newest that goes on to the newer ones',
    walks: 20,
    mutations: [{ file: QUERY, find: '...(isBackwards ?', put: '...(isBackwards && after === undefined ?' }],
    trace: /from the newest by .* (did not show MISP|showed MISP \d+ \d+ times|was not in order)/,
  }),
  planted({
    title: 'a de-active MISP that stays among those that run out',
    functions: ['update-misp-status'],
    walks: 20,
    mutations: [
      {
        file: 'functions/domain/running-out.ts',
        find: "if (status !== 'approved' || !isActive) return undefined;",
        put: "if (status !== 'approved') return undefined;",
      },
    ],
    trace: /of what runs out by .* showed MISP \d+, which is not in it/,
  }),
  planted({
    title: 'a MISP that is sorted by when its licence began',
    functions: ['change-license-validity'],
    walks: 20,
    mutations: [
      {
        file: 'functions/domain/running-out.ts',
        find: '.filter((license) => license.isSwitchedOn)',
        put: '.filter((license) => license.isSwitchedOn).map((license) => ({ ...license, validTo: license.validFrom }))',
      },
    ],
    trace: /of what runs out by .* (was not in order|showed MISP \d+, which is not in it|showed MISP \d+ at a place)/,
  }),
  planted({
    title: 'an empty page behind a cursor as an error',
    walks: 20,
    mutations: [
      {
        file: 'functions/operation/page.ts',
        find: 'if (page.misps.length === 0 && after === undefined)',
        put: 'if (page.misps.length === 0)',
      },
    ],
    trace: /: page \d+ was answered 200 PMS_MSP_4(09|10)/,
  }),
];
