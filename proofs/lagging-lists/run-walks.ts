import { startOnLocalCloud } from '../../test/e2e/local-cloud-driver.ts';
import type { ServiceDriver } from '../../test/scenarios/service-driver.ts';
import { randomFrom } from '../../test/support/random.ts';
import { sampleKey, sampleLicense, sampleMisp } from '../../test/support/sample-misp.ts';
import { fewProcesses } from '../few-processes.ts';
import type { ProofResult, ProofRun } from '../proof.ts';
import { judgeWalk, stalePlaces } from './judge-walk.ts';
import type { TrackedMisp } from './tracked-misp.ts';
import { type Page, type Walk, walk } from './walk.ts';
import { allOf, named, ofStatus, runningOut, searchFor, type WalkedList } from './walked-list.ts';
import { MOST_DAYS, STEMS, Writers } from './writers.ts';

export interface WalksOptions {
  readonly walks: number;
  /** Where the bundles are; by default those built from the sources. */
  readonly assemblyFolder?: string;
  /** No further walk begins once each of these matches a violation. */
  readonly enough?: readonly RegExp[];
}

/** dynoxide gets slower with every stream record, so each local cloud serves only this many walks. */
const WALKS_A_CLOUD = 250;
const WALKERS = 2;
const WRITERS = 2;
const LIMITS = [1, 2, 3, 5, 8, 13];
const PREFIXES = [...STEMS, 'a', 'CELL', 'Bell 1', 'Nobody'];
/** Lags of the indexes in milliseconds; they change every few walks. */
const LAGS = [100, 600, 300, 450];
const WALKS_A_LAG = 10;
const LONGEST_LAG_MS = Math.max(...LAGS);
/** With this many walks, every case of this proof must have occurred. */
const ENOUGH_WALKS = 60;
/** One walk in this many starts right after a change in its list, which the index does not show yet. */
const DISPLACED_BEFORE = 2;
/** The lag uses a clock of whole milliseconds. */
const ROUNDING_MS = 5;

const STATUSES = ['Inprogress', 'approved', 'rejected'] as const;
const ORDERS = ['oldest', 'newest'] as const;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Values of `expiringBefore`, in days from now: after some ends, after all changed ends, and after all ends. */
const BOUNDS = [MOST_DAYS / 3, MOST_DAYS + 1, 200];

type Choice = <Item>(items: readonly Item[]) => Item;
/** Every kind of list, repeated by the number of its walks. */
const kinds: readonly ((pick: Choice) => WalkedList)[] = [
  () => allOf('oldest'),
  () => allOf('newest'),
  ...Array.from({ length: 2 }, () => (pick: Choice) => ofStatus(pick(STATUSES), pick(ORDERS))),
  ...Array.from({ length: 3 }, () => (pick: Choice) => {
    return runningOut(new Date(Date.now() + pick(BOUNDS) * DAY_MS).toISOString());
  }),
  (pick) => named(pick(PREFIXES)),
  ...Array.from({ length: 3 }, () => (pick: Choice) => searchFor(pick(PREFIXES))),
];

const newTally = () => ({
  walks: 0,
  pages: 0,
  'empty pages after a cursor': 0,
  'MISPs expected exactly once': 0,
  'outdated names shown': 0,
  'other outdated places shown': 0,
  registered: 0,
  renamed: 0,
  'moved otherwise': 0,
  'changed in place': 0,
});

/** Walks through every list while MISPs are registered and changed and all indexes lag. */
export async function runWalks(
  { walks, assemblyFolder, enough = [] }: WalksOptions,
  { seed, progress }: Pick<ProofRun, 'seed' | 'progress'>,
): Promise<ProofResult> {
  const tally = newTally();
  const violations: string[] = [];
  const isEnough = (found: readonly string[]) =>
    enough.length > 0 && enough.every((trace) => found.some((violation) => trace.test(violation)));
  for (let made = 0; made < walks && !isEnough(violations); made = tally.walks) {
    const driver = await startOnLocalCloud({
      ...fewProcesses,
      ...(assemblyFolder === undefined ? {} : { assemblyFolder }),
    });
    try {
      const misps = await importMisps(driver);
      const writers = new Writers(driver, randomFrom(seed + made), misps);
      const { lag } = driver.cloud;
      await lag.set({ indexes: LAGS[0] });
      const setLag = (number: number) => lag.set({ indexes: LAGS[(number / WALKS_A_LAG) % LAGS.length] });
      const judge = (one: Walk) => judgeWalk(one, writers.misps, LONGEST_LAG_MS + ROUNDING_MS);
      const seen = [...violations];
      // Preliminary: what a change in progress does is known only from its answer.
      const isLast = (one: Walk) => {
        seen.push(...judge(one).violations);
        return isEnough(seen);
      };
      const most = Math.min(WALKS_A_CLOUD, walks - made);
      const done = await walkAmong(driver, writers, most, seed + made, setLag, isLast);
      for (const one of done) {
        const { violations: found, expected } = judge(one);
        violations.push(...found.map((text) => `${text} (seed ${seed})`));
        tally['MISPs expected exactly once'] += expected;
        tally.pages += one.pages.length;
        tally['empty pages after a cursor'] += one.pages.slice(1).filter(({ shown }) => shown.length === 0).length;
        const stale = one.list.sortedBy === 'name' ? 'outdated names shown' : 'other outdated places shown';
        tally[stale] += stalePlaces(one, writers.misps);
      }
      tally.walks += done.length;
      tally.registered += writers.made.registered;
      tally.renamed += writers.made.renamed;
      tally['moved otherwise'] += writers.made['moved otherwise'];
      tally['changed in place'] += writers.made['changed in place'];
    } finally {
      await driver.stop();
    }
    progress(`${tally.walks} walks, ${violations.length} violations so far`);
  }
  // A lag without effect, or a case that never occurred, would prove nothing.
  if (walks < ENOUGH_WALKS) return { figures: { ...tally }, violations };
  for (const name of ['empty pages after a cursor', 'outdated names shown', 'other outdated places shown'] as const) {
    if (tally[name] === 0) violations.push(`There were no ${name}: the run proves nothing about them`);
  }
  return { figures: { ...tally }, violations };
}

async function walkAmong(
  driver: ServiceDriver,
  writers: Writers,
  walks: number,
  seed: number,
  setLag: (number: number) => Promise<void>,
  isLast: (one: Walk) => boolean,
): Promise<readonly Walk[]> {
  const random = randomFrom(seed + 1);
  const pick: Choice = (items) => items[Math.floor(random() * items.length)]!;
  const done: Walk[] = [];
  let begun = 0;
  let isStopped = false;
  let isOver = false;
  const onPage = ({ shown }: Page) => writers.walkerIsAt(shown.at(-1)?.misp.id);
  const walker = async () => {
    while (begun < walks && !isStopped) {
      const number = begun;
      begun += 1;
      if (number % WALKS_A_LAG === 0) await setLag(number);
      const list = pick(kinds)(pick);
      if (number % DISPLACED_BEFORE === 0) await writers.displace(list);
      const made = await walk(driver, list, pick(LIMITS), onPage);
      done.push(made);
      isStopped ||= isLast(made);
    }
  };
  const writer = async () => {
    while (!isOver) await writers.act();
  };
  const walkers = Promise.all(Array.from({ length: WALKERS }, walker)).finally(() => {
    isOver = true;
  });
  await Promise.all([walkers, ...Array.from({ length: WRITERS }, writer)]);
  return done;
}

const IMPORTED = 30;
/** This many are registered in the same millisecond, so only their ids differ. */
const AT_ONE_TIME = 5;

async function importMisps(driver: ServiceDriver): Promise<readonly TrackedMisp[]> {
  const now = Date.now();
  const misps: TrackedMisp[] = [];
  for (let index = 0; index < IMPORTED; index += 1) {
    // After the ids of the counter.
    const id = String(5000 + index);
    const name = `${STEMS[index % STEMS.length]} of old ${index}`;
    const createdAt = now - 1000 * (IMPORTED - Math.floor(index / AT_ONE_TIME));
    const status = STATUSES[Math.floor(index / 3) % STATUSES.length]!;
    const licenses = status === 'approved' ? [endingIn(index)] : [];
    await driver.importMisp(sampleMisp({ id, name, createdAt, status, licenses }));
    const ends = new Map(licenses.map(({ hash, validTo }) => [hash, new Date(validTo).toISOString()]));
    const state = { name, status, isActive: true, ends };
    // The lag starts with the present table.
    misps.push({ id, states: [{ state, askedAt: -Infinity, answeredAt: -Infinity }] });
  }
  return misps;
}

/** A licence that ends in some days, at the same time as another MISP's. */
function endingIn(index: number) {
  const end = Math.floor(Date.now() / DAY_MS) * DAY_MS + (10 + Math.floor(index / 6)) * DAY_MS;
  return sampleLicense({ key: sampleKey(5000 + index), validTo: end });
}
