import type { MispStore } from '../../functions/storage/misp-store.ts';

/** Chooses the waiting client that continues; `options` are their numbers in rising order. */
export type Choose = (options: readonly number[]) => number;

/**
 * Lets concurrent requests call the store one at a time, in a chosen order: every call waits until each unanswered
 * request is at the store, then one of them continues. So this can produce at will an order that chance would produce
 * once in a thousand tries.
 */
export class Conductor {
  readonly #choose: Choose;
  readonly #unanswered: Set<number>;
  readonly #waiting = new Map<number, () => void>();
  #isCalling = false;

  /** @param clients number of concurrent requests, numbered from 0. */
  constructor(clients: number, choose: Choose) {
    this.#choose = choose;
    this.#unanswered = new Set(Array.from({ length: clients }, (_, client) => client));
  }

  /** The store for this client. */
  storeOf(client: number, store: MispStore): MispStore {
    const oneAtATime =
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
      get: oneAtATime((mispId) => store.get(mispId)),
      ownerOfLicense: oneAtATime((hash) => store.ownerOfLicense(hash)),
      allocateMispId: oneAtATime(() => store.allocateMispId()),
      list: oneAtATime((...read) => store.list(...read)),
      putRow: oneAtATime((row) => store.putRow(row)),
      recall: oneAtATime((id, now) => store.recall(id, now)),
      putRowOnce: oneAtATime((...put) => store.putRowOnce(...put)),
      commit: oneAtATime((...change) => store.commit(...change)),
    };
  }

  /** The client has its answer and will not call the store again. */
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
