import type { SourceMutation } from '../mutated-assembly.ts';
import type { PlantedFault } from '../proof.ts';
import { presentEdition } from './edition.ts';
import { nextEdition, readsShapes, writesShape2 } from './next-edition.ts';
import { always, but, type Round } from './rounds.ts';
import { runUpgrade } from './run-upgrade.ts';

interface Plant {
  readonly title: string;
  /** What the next edition lacks, and what it has instead. */
  readonly without?: readonly SourceMutation[];
  readonly besides: readonly SourceMutation[];
  readonly rounds: readonly Round[];
  /** What the mistake leaves in a violation: nothing else counts as having caught it. */
  readonly trace: RegExp;
}

const REQUESTS = 20;
const bring = { code: 'newer', policy: 'newer' } as const;
const UPGRADED = [always('older'), always('newer')];

const planted = ({ title, without, besides, rounds, trace }: Plant): PlantedFault => ({
  title,
  run: async ({ seed }) => {
    const older = await presentEdition();
    const newer = await nextEdition(older, without, besides);
    const small = { isPlanted: true, rounds, requests: REQUESTS, seed, progress: () => undefined };
    const { figures, violations } = await runUpgrade({ older, newer, ...small });
    return { figures, violations: violations.filter((violation) => trace.test(violation)) };
  },
});

const READERS = 'functions/audit/row-readers.ts';
const STORE = 'functions/storage/dynamodb-misp-store.ts';
const [shapes] = [readsShapes.file];

export const plantedFaults: readonly PlantedFault[] = [
  planted({
    title: 'a reader of the old shape that is missing',
    without: [readsShapes],
    besides: [{ file: shapes, find: 'new Map([[1, readShape1]])', put: 'new Map([[2, readShape1]])' }],
    rounds: UPGRADED,
    trace: /^[a-z-]+ was answered 500$/,
  }),
  planted({
    title: 'a newer shape that does not say as what it may be read',
    without: [writesShape2],
    besides: [{ file: shapes, find: '    shape: 1,\n', put: '    shape: 2,\n' }],
    rounds: [always('newer'), always('older')],
    trace: /^[a-z-]+ was answered 500$/,
  }),
  planted({
    title: 'a reader of the old rows that is missing',
    besides: [{ file: READERS, find: '[1, { catalog, leftByOperation }],\n', put: '' }],
    // Old code leaves its rows to a publisher that no longer reads them.
    rounds: [but(always('older'), { 'publish-audit': bring, 'sweep-audit-outbox': bring }), always('newer')],
    trace: /^\d+ rows were never delivered$/,
  }),
  planted({
    title: 'an attribute that is read as nobody when it is absent',
    besides: [
      { file: shapes, find: '  return {\n    id: item.id,', put: '  return {\n    editors: [],\n    id: item.id,' },
    ],
    rounds: UPGRADED,
    trace: /^MISP \S+ was approved by \S+, who had edited it/,
  }),
  planted({
    title: 'a name freed without a condition, under the form of today',
    besides: [
      {
        file: STORE,
        find: "Key: { pk: nameKey(normalizedName) },\n        ConditionExpression: 'mispId = :id',\n        ExpressionAttributeValues: { ':id': id },",
        put: "Key: { pk: nameKey(normalizedName.replace(/[\\s.]+/gu, ' ').trim()) },",
      },
    ],
    rounds: UPGRADED,
    trace: /^(MISP \S+ does not hold its name|The name "[^"]+" is held by MISP \S+, which does not bear it)/,
  }),
];
