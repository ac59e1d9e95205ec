import { mutatedAssembly, type SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { runWalks } from './run-walks.ts';

const READERS = ['list-misps', 'find-misps-by-name'] as const;
const STORE = 'functions/storage/dynamodb-misp-store.ts';

/** Every page is read from the beginning, and what the pages before have shown is counted off. */
const offsets: readonly SourceMutation[] = [
  { file: STORE, find: 'ExclusiveStartKey: after && startKey(sortKey, after),', put: '' },
  { file: STORE, find: 'Limit: limit,', put: '' },
  {
    file: STORE,
    find: "const next = typeof LastEvaluatedKey?.[sortKey] === 'string' ? positionOf(LastEvaluatedKey[sortKey]) : undefined;",
    put: `const passed = Number(after?.mispId ?? 0);
      const isMore = Items.length > passed + limit;
      const { order } = positionOf(Items.at(-1)?.[sortKey] ?? '') ?? {};
      Items.splice(0, passed);
      Items.splice(limit);
      const next = isMore ? { order, mispId: String(passed + limit) } : undefined;`,
  },
];

interface Plant {
  readonly title: string;
  /** In one round of walks; a round that has not caught it is followed by another one. */
  readonly walks: number;
  readonly mutations: readonly SourceMutation[];
  /** What the mistake leaves in a violation: nothing else counts as having caught it. */
  readonly trace: RegExp;
}

/** A mistake that needs a rare encounter may take several rounds; one that these do not show is not caught. */
const ROUNDS = 6;

const planted = ({ title, walks, mutations, trace }: Plant): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const mutant = await mutatedAssembly({ functions: READERS, mutations });
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
    trace: /of the search for .* (did not show MISP|showed MISP \d+ \d+ times)/,
  }),
  planted({
    title: 'a cursor rebuilt without the id, behind all of one time',
    walks: 20,
    mutations: [{ file: STORE, find: '[sortKey]: orderKey(order, mispId)', put: "[sortKey]: orderKey(order, '~')" }],
    trace: /of the list .* did not show MISP/,
  }),
  planted({
    title: 'an empty page behind a cursor as an error',
    walks: 20,
    mutations: [
      {
        file: 'functions/operation/page.ts',
        find: 'if (page.misps.length === 0 && request.after === undefined) {',
        put: 'if (page.misps.length === 0) {',
      },
    ],
    trace: /: page \d+ was answered 200 PMS_MSP_4(09|10)/,
  }),
];
