import type { MispStore } from '../../functions/storage/misp-store.ts';
import type { Event, History } from '../linearizability/history.ts';
import { itemsOf } from '../model/check-table.ts';
import { type Obstacle, withObstacle } from '../model/obstacles.ts';
import type { Service } from '../model/proving-ground.ts';
import type { Start } from './race.ts';

/** How requests run concurrently; they are numbered from 0. */
export interface Schedule {
  /** What a request waits for before it is made. */
  readonly begin?: () => Promise<void>;
  /** The store for this request. */
  storeOf?(client: number, store: MispStore): MispStore;
  /** What each of their calls meets. */
  readonly send?: Obstacle['send'];
  /** The request has its answer. */
  answered?(client: number): void;
}

/** Makes the requests of a race concurrently, and records the results. */
export async function runAtOnce(
  service: Service,
  { before, calls }: Start,
  schedule: Schedule,
): Promise<Pick<History, 'before' | 'events' | 'items' | 'rows'>> {
  await service.put([...before.misps.values()].flatMap(itemsOf));
  const events = await Promise.all(
    calls.map(async (call, client): Promise<Event> => {
      await schedule.begin?.();
      const obstacle: Obstacle = {
        store: (store) => schedule.storeOf?.(client, store) ?? store,
        ...(schedule.send === undefined ? {} : { send: schedule.send }),
      };
      const invokedAt = performance.now();
      const answered = await withObstacle(obstacle, () => service.ask(call));
      const respondedAt = performance.now();
      schedule.answered?.(client);
      return { client, call, invokedAt, respondedAt, answered };
    }),
  );
  const [items, rows] = await Promise.all([service.items(), service.rows()]);
  return { before, events, items, rows };
}
