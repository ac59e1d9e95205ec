import type { MispStore } from '../../functions/storage/misp-store.ts';
import { passingOn } from '../model/passing-on.ts';

/** Holds every first commit back until each request has decided, and then sends all of them at the same moment. */
export class CommitBarrier {
  #undecided: number;
  #open: () => void = () => undefined;
  readonly #opened: Promise<void>;

  /** @param clients how many requests run at once. */
  constructor(clients: number) {
    this.#undecided = clients;
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** The store as one client sees it, and what to call when that client has its answer. */
  storeOf(store: MispStore): { readonly store: MispStore; readonly answered: () => void } {
    let isDecided = false;
    const decided = () => {
      if (isDecided) return;
      isDecided = true;
      this.#undecided -= 1;
      if (this.#undecided === 0) this.#open();
    };
    return {
      answered: decided,
      store: {
        ...passingOn(store),
        commit: async (...change) => {
          decided();
          await this.#opened;
          return store.commit(...change);
        },
      },
    };
  }
}
