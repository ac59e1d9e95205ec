import type { SourceMutation } from '../mutated-assembly.ts';
import { plantedTogether } from '../planted-together.ts';
import type { PlantedFault, ProofResult, ProofRun } from '../proof.ts';
import { presentEdition } from './edition.ts';
import { nextEdition, readsShapes, writesShape2 } from './next-edition.ts';
import { always, but, type Round } from './rounds.ts';
import { runUpgrade } from './run-upgrade.ts';

interface Plant {
  /** What the next edition lacks, and what it has instead. */
  readonly without?: readonly SourceMutation[];
  readonly besides: readonly SourceMutation[];
  readonly rounds: readonly Round[];
}

const REQUESTS = 20;
const bring = { code: 'newer', policy: 'newer' } as const;

async function runOn({ without, besides, rounds }: Plant, { seed }: ProofRun): Promise<ProofResult> {
  const older = await presentEdition();
  const newer = await nextEdition(older, without, besides);
  return runUpgrade({ older, newer, isPlanted: true, rounds, requests: REQUESTS, seed, progress: () => undefined });
}

/** A fault that would hide the others. */
const alone = (title: string, trace: RegExp, plant: Plant): PlantedFault => ({
  title,
  run: async (run) => {
    const { figures, violations } = await runOn(plant, run);
    return { figures, violations: violations.filter((violation) => trace.test(violation)) };
  },
});

const READERS = 'functions/audit/row-readers.ts';
const STORE = 'functions/storage/dynamodb-misp-store.ts';
const [shapes] = [readsShapes.file];

const FAILED = /^[a-z-]+ was answered 500$/;

const combined = [
  {
    title: 'an absent attribute that is read as nobody',
    mutation: {
      file: shapes,
      find: '  return {\n    id: item.id,',
      put: '  return {\n    touchedBy: [],\n    id: item.id,',
    },
    trace: /^MISP \S+ was approved by \S+, who had edited it/,
  },
  {
    title: 'a name freed without a condition, under its present form',
    mutation: {
      file: STORE,
      find: "Key: { pk: nameKey(normalizedName) },\n        ConditionExpression: 'mispId = :id',\n        ExpressionAttributeValues: { ':id': id },",
      put: "Key: { pk: nameKey(normalizedName.replace(/[\\s.]+/gu, ' ').trim()) },",
    },
    trace: /^(MISP \S+ does not hold its name|The name "[^"]+" is held by MISP \S+, which has another name)/,
  },
];

export const plantedFaults: readonly PlantedFault[] = [
  alone('a missing reader of the old shape', FAILED, {
    without: [readsShapes],
    besides: [{ file: shapes, find: 'new Map([[1, readShape1]])', put: 'new Map([[2, readShape1]])' }],
    rounds: [always('older'), always('newer')],
  }),
  alone('a newer shape that does not say how it may be read', FAILED, {
    without: [writesShape2],
    besides: [{ file: shapes, find: '    shape: 1,\n', put: '    shape: 2,\n' }],
    rounds: [always('newer'), always('older')],
  }),
  alone('a missing reader of the old rows', /^\d+ rows were never delivered$/, {
    besides: [{ file: READERS, find: '[1, { catalog, leftByOperation }],\n', put: '' }],
    // Old code leaves its rows to a publisher that no longer reads them.
    rounds: [but(always('older'), { 'publish-audit': bring, 'sweep-audit-outbox': bring }), always('newer')],
  }),
  ...plantedTogether(combined, (run) =>
    runOn(
      {
        besides: combined.map(({ mutation }) => mutation),
        rounds: [always('older'), always('newer')],
      },
      run,
    ),
  ),
];
