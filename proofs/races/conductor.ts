import type { MispStore } from '../../functions/storage/misp-store.ts';

/** Chooses which of the waiting clients goes on; `options` are their numbers in rising order. */
export type Choose = (options: readonly number[]) => number;

/**
 * Lets requests that run at once go to the store one call at a time, in an order that is chosen: every call is held until
 * each request that has not been answered yet stands at the store, then one of them goes on. So an order that chance would
 * bring about once in a thousand tries can be brought about at will.
 */
export class Conductor {
  readonly #choose: Choose;
  readonly #unanswered: Set<number>;
  readonly #waiting = new Map<number, () => void>();
  #isCalling = false;

  /** @param clients how many requests run at once; they are numbered from 0. */
  constructor(clients: number, choose: Choose) {
    this.#choose = choose;
    this.#unanswered = new Set(Array.from({ length: clients }, (_, client) => client));
  }

  /** The store as this client sees it. */
  storeOf(client: number, store: MispStore): MispStore {
    const inTurn =
      <Arguments extends unknown[], Outcome>(call: (...given: Arguments) => Promise<Outcome>) =>
      async (...given: Arguments): Promise<Outcome> => {
        await this.#turn(client);
        try {
          return await call(...given);
        } finally {
          this.#isCalling = false;
          this.#goOn();
        }
      };
    return {
      get: inTurn((mispId) => store.get(mispId)),
      ownerOfLicense: inTurn((hash) => store.ownerOfLicense(hash)),
      drawMispId: inTurn(() => store.drawMispId()),
      list: inTurn((...read) => store.list(...read)),
      putRow: inTurn((row) => store.putRow(row)),
      recall: inTurn((id, now) => store.recall(id, now)),
      putRowOnce: inTurn((...put) => store.putRowOnce(...put)),
      commit: inTurn((...change) => store.commit(...change)),
    };
  }

  /** The client has its answer and will not come to the store again. */
  answered(client: number): void {
    this.#unanswered.delete(client);
    this.#goOn();
  }

  #turn(client: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(client, resolve);
      this.#goOn();
    });
  }

  #goOn(): void {
    if (this.#isCalling || this.#waiting.size === 0 || this.#waiting.size < this.#unanswered.size) return;
    const options = [...this.#waiting.keys()].sort((one, other) => one - other);
    const chosen = options.length === 1 ? options[0]! : this.#choose(options);
    const resolve = this.#waiting.get(chosen)!;
    this.#waiting.delete(chosen);
    this.#isCalling = true;
    resolve();
  }
}
