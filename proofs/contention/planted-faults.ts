import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type MispStore, StoreUnavailable } from '../../functions/storage/misp-store.ts';
import { passThrough } from '../model/pass-through.ts';
import { type PlantedFault, plantedFault } from '../proof.ts';
import { transacting, withoutCondition } from '../transacting.ts';
import { type Mutation, runContention } from './run-contention.ts';

/** Enough for some to lose five races. */
const REVOCATIONS = 60;
const DECISIONS = 5;

/** A store with which a revocation gives up after as many races as other changes. */
function givingUp(store: MispStore): MispStore {
  let lost = 0;
  return {
    ...passThrough(store),
    commit: async (...change) => {
      const outcome = await store.commit(...change);
      if (outcome.kind === 'misp-changed') lost += 1;
      if (lost === DECISIONS) throw new StoreUnavailable(`The MISP changed under ${DECISIONS} decisions`);
      return outcome;
    },
  };
}

/**
 * A store with which a revocation pauses after its first lost race, for as long as the others take for many updates.
 * Only once: it must still end within its time.
 */
function pausing(store: MispStore, updates: () => number): MispStore {
  let hasPaused = false;
  return {
    ...passThrough(store),
    commit: async (...change) => {
      const outcome = await store.commit(...change);
      if (outcome.kind !== 'misp-changed' || hasPaused) return outcome;
      hasPaused = true;
      for (const enough = updates() + MANY; updates() < enough; ) await sleep(5);
      return outcome;
    },
  };
}
const MANY = 250;

const isUpdate = ({ TransactItems = [] }: TransactWriteCommandInput) =>
  TransactItems.some(({ Put }) => String(Put?.Item?.id).startsWith('update-misp#'));

const planted = (title: string, trace: RegExp, mutation: Mutation): PlantedFault =>
  plantedFault(title, trace, ({ seed }) => {
    const small = { revocations: REVOCATIONS, isUsualJudged: false };
    return runContention(small, { seed, progress: () => undefined }, mutation, trace);
  });

export const plantedFaults: readonly PlantedFault[] = [
  planted(
    'revocations that give up after five lost races',
    /^A revocation \([\w -]+\) that lost 5 races was answered PMS_COR_003/,
    { revoking: givingUp },
  ),
  planted(
    'revocations that pause for long after a lost race',
    /^A revocation \([\w -]+\) that lost \d+ races took as long as \d+ updates/,
    { revoking: pausing },
  ),
  planted('updates that do not look at the version', /^A revocation \([\w -]+\) was undone by an update$/, {
    client: transacting((input) => (isUpdate(input) ? withoutCondition('MISP#')(input) : input)),
  }),
];
