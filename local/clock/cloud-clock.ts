import * as z from 'zod/mini';
import type { JsonFile } from '../aws/durable-files.ts';

/** What has to happen around a jump of the clock. */
export interface ClockFollower {
  /** Before the clock moves: what is still to be stamped with the old time. */
  beforeJump(): Promise<void>;
  afterJump(): void;
}

const jumps = z.array(z.object({ at: z.number(), offset: z.number() }));

/** The clock of everything in the local cloud. It runs with the machine's, ahead of it by the jumps that were made. */
export class CloudClock {
  readonly #file: JsonFile | undefined;
  readonly #followers: ClockFollower[] = [];
  /** When the machine's clock said so, the offset became this. */
  readonly #jumps: { readonly at: number; readonly offset: number }[];

  /** @param file keeps the jumps over a restart: what is stored bears times that would lie in the future otherwise. */
  constructor(file?: JsonFile) {
    this.#file = file;
    this.#jumps = jumps.parse(file?.read() ?? []);
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => Date.now() + this.offset;

  /** Milliseconds by which it is ahead of the machine's clock. */
  get offset(): number {
    return this.#jumps.at(-1)?.offset ?? 0;
  }

  /**
   * The offset at a time of the machine's clock.
   * @param seconds since 1970, in whole seconds. Of two offsets in one second it is the later one.
   */
  offsetAt(seconds: number): number {
    return this.#jumps.findLast(({ at }) => Math.floor(at / 1_000) <= seconds)?.offset ?? 0;
  }

  /**
   * Moves the clock forward. Calls that run keep their time; those that begin later have the new one.
   * @param milliseconds a clock never goes back.
   */
  async advance(milliseconds: number): Promise<void> {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new Error(`The clock cannot be moved by ${milliseconds} milliseconds`);
    }
    for (const follower of this.#followers) await follower.beforeJump();
    this.#jumps.push({ at: Date.now(), offset: this.offset + milliseconds });
    this.#file?.write(this.#jumps);
    for (const follower of this.#followers) follower.afterJump();
  }

  /** Lets something know of every jump. */
  follow(follower: ClockFollower): void {
    this.#followers.push(follower);
  }
}
