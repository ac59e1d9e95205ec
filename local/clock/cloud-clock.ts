import * as z from 'zod/mini';
import type { JsonFile } from '../data/json-file.ts';

/** What must happen before and after a jump of the clock. */
export interface ClockFollower {
  /** Finishes what must still get the old time. */
  beforeClockJump(): Promise<void>;
  afterClockJump(): void;
}

/**
 * The last time of the clock. Times have years of four digits, even the end of a licence, which may be many years
 * later.
 */
const LATEST = Date.UTC(9000, 0);

const milliseconds = z.number().check(z.int(), z.gte(0));
const isWithinTime = z.refine<Jump>(({ at, offset }) => at + offset < LATEST, 'after the end of the clock');
const jumps = z.array(z.strictObject({ at: milliseconds, offset: milliseconds }).check(isWithinTime));

/** From machine time `at` on, the clock is ahead by `offset`. Both in milliseconds. */
interface Jump {
  readonly at: number;
  readonly offset: number;
}

/** The clock of the local cloud: the machine's clock plus all jumps. */
export class CloudClock {
  readonly #file: JsonFile | undefined;
  readonly #followers: ClockFollower[] = [];
  #jumps: readonly Jump[];

  /**
   * @param file keeps the jumps over a restart. Otherwise stored times would be in the future.
   * @throws Error naming the file if it does not contain jumps.
   */
  constructor(file?: JsonFile) {
    this.#file = file;
    this.#jumps = file?.read((value) => jumps.parse(value)) ?? [];
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => Date.now() + this.offset;

  /** Milliseconds by which it is ahead of the machine's clock. */
  get offset(): number {
    return this.#jumps.at(-1)?.offset ?? 0;
  }

  /**
   * The offset at a time of the machine's clock.
   * @param seconds since 1970, in whole seconds. Of two jumps in one second, the later counts.
   */
  offsetAt(seconds: number): number {
    return this.#jumps.findLast(({ at }) => Math.floor(at / 1_000) <= seconds)?.offset ?? 0;
  }

  /**
   * Moves the clock forward. Running calls keep their time; later calls get the new one.
   * @param milliseconds not negative: the clock never goes back.
   * @throws Error that says why the clock cannot move by that much; then nothing has changed.
   */
  async advance(milliseconds: number): Promise<void> {
    this.#offsetAfter(milliseconds);
    for (const follower of this.#followers) await follower.beforeClockJump();
    // Computed again, because another jump may have happened in the meantime.
    const next = [...this.#jumps, { at: Date.now(), offset: this.#offsetAfter(milliseconds) }];
    this.#file?.write(next);
    this.#jumps = next;
    for (const follower of this.#followers) follower.afterClockJump();
  }

  /** Registers a follower, called around every jump. */
  follow(follower: ClockFollower): void {
    this.#followers.push(follower);
  }

  #offsetAfter(milliseconds: number): number {
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
      throw new Error(`The clock cannot be moved by ${milliseconds} milliseconds`);
    }
    const offset = this.offset + milliseconds;
    if (Date.now() + offset < LATEST) return offset;
    throw new Error(`The clock ends with the year 8999: it cannot be moved by ${milliseconds} milliseconds`);
  }
}
