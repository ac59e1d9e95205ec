import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServiceOutputTypes } from '@aws-sdk/lib-dynamodb';
import type { MispStore } from '../../functions/storage/misp-store.ts';
import { interceptSends, type Send } from '../../test/support/sends.ts';
import type { Mutation } from './proving-ground.ts';

/** What disturbs one request while others run beside it. */
export interface Obstacle {
  /** Between the operation and its store. */
  readonly store?: (store: MispStore) => MispStore;
  /** Between its client and the engine. */
  readonly send?: (send: Send) => Promise<ServiceOutputTypes>;
}

const current = new AsyncLocalStorage<Obstacle>();

/** Runs `act` with this obstacle: the store and the calls of every request in it, at any depth, meet it. */
export const withObstacle = <Outcome>(obstacle: Obstacle, act: () => Promise<Outcome>): Promise<Outcome> =>
  current.run(obstacle, act);

/** Makes requests meet their obstacles. @param mutation gets each call after the obstacle. */
export const withObstacles = (mutation: Mutation): Mutation => ({
  ...mutation,
  store: (store) => {
    const mutated = mutation.store?.(store) ?? store;
    return current.getStore()?.store?.(mutated) ?? mutated;
  },
  client: (client) => {
    interceptSends(client, 'below', (send) => current.getStore()?.send?.(send) ?? send.pass());
    mutation.client?.(client);
  },
});
