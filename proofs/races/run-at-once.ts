import { setTimeout as sleep } from 'node:timers/promises';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import { CommitBarrier } from './commit-barrier.ts';
import { type Choose, Conductor } from './conductor.ts';
import type { RaceRequest } from './race.ts';
import type { RaceAnswer, RaceService } from './race-service.ts';

/** Makes the requests at once, their calls to the store one by one in the order that is chosen. */
export function inOrder(
  service: RaceService,
  requests: readonly RaceRequest[],
  choose: Choose,
): Promise<readonly RaceAnswer[]> {
  const conductor = new Conductor(requests.length, choose);
  return Promise.all(
    requests.map(async (request, client) => {
      const answer = await service.send(request, (store) => conductor.storeOf(client, store));
      conductor.answered(client);
      return answer;
    }),
  );
}

/** Makes the requests at once and lets their commits go off together. */
export function withCommitsTogether(
  service: RaceService,
  requests: readonly RaceRequest[],
): Promise<readonly RaceAnswer[]> {
  const barrier = new CommitBarrier(requests.length);
  return Promise.all(
    requests.map(async (request) => {
      let answered = () => {};
      const wrap = (store: MispStore) => {
        const held = barrier.storeOf(store);
        answered = held.answered;
        return held.store;
      };
      const answer = await service.send(request, wrap);
      answered();
      return answer;
    }),
  );
}

const LATEST_START_MS = 4;

/** Makes the requests at nearly the same time and leaves the rest to chance. */
export function leftToChance(
  service: RaceService,
  requests: readonly RaceRequest[],
  random: () => number,
): Promise<readonly RaceAnswer[]> {
  return Promise.all(
    requests.map(async (request) => {
      await sleep(random() * LATEST_START_MS);
      return service.send(request);
    }),
  );
}
