import type { MispStore } from '../../functions/storage/misp-store.ts';
import { passingOn } from '../model/passing-on.ts';

/** Holds every first commit back until each request has decided, and then sends all of them at the same moment. */
export class CommitBarrier {
  readonly #undecided: Set<number>;
  readonly #opened = Promise.withResolvers<void>();

  /** @param clients how many requests run at once; they are numbered from 0. */
  constructor(clients: number) {
    this.#undecided = new Set(Array.from({ length: clients }, (_, client) => client));
  }

  /** The store as this client sees it. */
  storeOf(client: number, store: MispStore): MispStore {
    return {
      ...passingOn(store),
      commit: async (...change) => {
        this.answered(client);
        await this.#opened.promise;
        return store.commit(...change);
      },
    };
  }

  /** The client has its answer, or has decided: nobody waits for it. */
  answered(client: number): void {
    this.#undecided.delete(client);
    if (this.#undecided.size === 0) this.#opened.resolve();
  }
}
