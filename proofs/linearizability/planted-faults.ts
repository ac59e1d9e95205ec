import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient, ServiceOutputTypes } from '@aws-sdk/lib-dynamodb';
import type { CommitOutcome, MispStore } from '../../functions/storage/misp-store.ts';
import { interceptSends } from '../../test/support/sends.ts';
import { passThrough } from '../model/pass-through.ts';
import type { Mutation } from '../model/proving-ground.ts';
import { type PlantedFault, plantedFault } from '../proof.ts';
import { transacting, withoutCondition } from '../transacting.ts';
import { runHistories } from './run-histories.ts';

/** The most histories until a fault must have left its trace. The first with the trace ends the run. */
const HISTORIES = 300;

/** The longest delay of the second half of a split read, and the age of a stale read. */
const BETWEEN_READS_MS = 4;
const KEPT_MS = 15;

/** The MISP of one moment with the licences of another. */
const readingTwice = (store: MispStore): MispStore => ({
  ...passThrough(store),
  get: async (mispId) => {
    const misp = await store.get(mispId);
    await sleep(Math.random() * BETWEEN_READS_MS);
    const again = await store.get(mispId);
    return misp && again && { ...misp, licenses: again.licenses };
  },
});

/** A store that does not say who made the last change: a retry cannot see that its change was already made. */
const forgettingWho = (store: MispStore): MispStore => ({
  ...passThrough(store),
  commit: async (...change): Promise<CommitOutcome> => {
    const outcome = await store.commit(...change);
    if (outcome.kind !== 'misp-changed') return outcome;
    return { ...outcome, current: { ...outcome.current, lastRequestId: '' } };
  },
});

/** Answers a read with an earlier result. */
function readingFromCache(client: DynamoDBDocumentClient): void {
  const kept = new Map<string, { readonly output: ServiceOutputTypes; readonly until: number }>();
  interceptSends(client, 'above', async ({ input, pass }) => {
    if (!('ConsistentRead' in input && 'Key' in input)) return pass();
    const key = JSON.stringify([input.TableName, input.Key]);
    const known = kept.get(key);
    if (known !== undefined && known.until > performance.now()) return known.output;
    const output = await pass();
    kept.set(key, { output, until: performance.now() + KEPT_MS });
    return output;
  });
}

const planted = (title: string, trace: RegExp, mutation: Mutation): PlantedFault =>
  plantedFault(title, trace, ({ seed }) =>
    runHistories(HISTORIES, { seed, progress: () => undefined }, mutation, trace),
  );

export const plantedFaults: readonly PlantedFault[] = [
  // Two changes of the same version: one of them is lost.
  planted('no version condition', /=> {3}then request-\d+: audit record 0\.version is/, {
    client: transacting(withoutCondition('MISP#')),
  }),
  // An answer, a verdict, a version or a licence that never existed: the history decides which is reported first.
  planted('a read split in two', /=> no order explains it/, { store: readingTwice }),
  planted('a lost answer decided again with a new token', /=> request-\d+ has more than one audit row/, {
    client: transacting((input) => ({ ...input, ClientRequestToken: randomUUID() })),
    store: forgettingWho,
  }),
  // The decision or the answer was right a moment ago.
  planted(
    'a read from a short-lived cache',
    /=> {3}then request-\d+: (response\.|description of|audit record 0\.outcome)/,
    { client: readingFromCache },
  ),
];
