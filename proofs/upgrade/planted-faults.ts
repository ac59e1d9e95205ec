import type { SourceMutation } from '../mutated-assembly.ts';
import { type FaultAmongOthers, plantedTogether } from '../planted-together.ts';
import type { PlantedFault } from '../proof.ts';
import { nextVersion, readsShapes, writesShape2 } from './next-version.ts';
import { always, but, type Round } from './rounds.ts';
import { runUpgrade } from './run-upgrade.ts';
import { presentVersion } from './service-version.ts';

const REQUESTS = 20;

/** One run with all of these faults in its next version. */
function inOneRun(
  faults: readonly (FaultAmongOthers & Difference)[],
  rounds: readonly Round[],
): readonly PlantedFault[] {
  return plantedTogether(faults, async ({ seed }) => {
    const older = await presentVersion();
    const newer = await nextVersion(
      older,
      faults.flatMap(({ without = [] }) => without),
      faults.map(({ mutation }) => mutation),
    );
    return runUpgrade({ older, newer, isPlanted: true, rounds, requests: REQUESTS, seed, progress: () => undefined });
  });
}

interface Difference {
  /** What the next version lacks. */
  readonly without?: readonly SourceMutation[];
  /** What it has instead. */
  readonly mutation: SourceMutation;
}

const READERS = 'functions/audit/row-readers.ts';
const SHAPES = readsShapes.file;

const bring = { code: 'newer', policy: 'newer' } as const;
/** Old code that leaves its rows to a publisher and a sweeper of the next version. */
const oldExceptDelivery = but(always('older'), { 'publish-audit': bring, 'sweep-audit-outbox': bring });

/** Each version meets what the other has stored, and the next one meets the rows of the other. */
const unreadable = [
  {
    title: 'a missing reader of the old shape',
    without: [readsShapes],
    mutation: { file: SHAPES, find: 'new Map([[1, readShape1]])', put: 'new Map([[2, readShape1]])' },
    trace: /^[a-z-]+ with newer code was answered 500$/,
  },
  {
    title: 'a newer shape that does not say how it may be read',
    without: [writesShape2],
    mutation: { file: SHAPES, find: '    shape: 1,\n', put: '    shape: 2,\n' },
    trace: /^[a-z-]+ with older code was answered 500$/,
  },
  {
    title: 'a missing reader of the old rows',
    mutation: { file: READERS, find: '[1, { catalog, allowedEvents }],\n', put: '' },
    trace: /^\d+ rows were never delivered$/,
  },
];

/** These show in what the next version does with what it can read. */
const misread = [
  {
    title: 'an absent attribute that is read as nobody',
    mutation: {
      file: SHAPES,
      find: '  return {\n    id: item.id,',
      put: '  return {\n    touchedBy: [],\n    id: item.id,',
    },
    trace: /^MISP \S+ was approved by \S+, who had edited it/,
  },
  {
    title: 'a name freed without a condition, under its present form',
    mutation: {
      file: 'functions/storage/change-actions.ts',
      find: "Key: { pk: nameKey(normalizedName) },\n      ConditionExpression: 'mispId = :id',\n      ExpressionAttributeValues: { ':id': id },",
      put: "Key: { pk: nameKey(normalizedName.replace(/[\\s.]+/gu, ' ').trim()) },",
    },
    trace: /^(MISP \S+ does not hold its name|The name "[^"]+" is held by MISP \S+, which has another name)/,
  },
];

export const plantedFaults: readonly PlantedFault[] = [
  ...inOneRun(misread, [always('older'), always('newer')]),
  ...inOneRun(unreadable, [oldExceptDelivery, always('newer'), oldExceptDelivery]),
];
