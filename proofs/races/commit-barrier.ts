import type { MispStore } from '../../functions/storage/misp-store.ts';
import { passThrough } from '../model/pass-through.ts';

/** Holds every first commit back until each request has decided, and then sends all of them at the same moment. */
export class CommitBarrier {
  readonly #undecided: Set<number>;
  readonly #opened = Promise.withResolvers<void>();

  /** @param clients number of concurrent requests, numbered from 0. */
  constructor(clients: number) {
    this.#undecided = new Set(Array.from({ length: clients }, (_, client) => client));
  }

  /** The store for this client. */
  storeOf(client: number, store: MispStore): MispStore {
    return {
      ...passThrough(store),
      commit: async (...change) => {
        this.answered(client);
        await this.#opened.promise;
        return store.commit(...change);
      },
    };
  }

  /** The client has its answer or has decided: the others need not wait for it. */
  answered(client: number): void {
    this.#undecided.delete(client);
    if (this.#undecided.size === 0) this.#opened.resolve();
  }
}
