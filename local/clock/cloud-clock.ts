import * as z from 'zod/mini';
import type { JsonFile } from '../data/json-file.ts';

/** What has to happen around a jump of the clock. */
export interface ClockFollower {
  /** Before the clock moves: what is still to be stamped with the old time. */
  beforeJump(): Promise<void>;
  afterJump(): void;
}

/**
 * Where the clock ends. Times are written with years of four digits, also those that lie ahead, such as the end of a licence,
 * which the configuration may put many years off.
 */
const LATEST = Date.UTC(9000, 0);

const milliseconds = z.number().check(z.int(), z.gte(0));
const isWithinTime = z.refine<Jump>(({ at, offset }) => at + offset < LATEST, 'behind the end of the clock');
const jumps = z.array(z.strictObject({ at: milliseconds, offset: milliseconds }).check(isWithinTime));

/** When the machine's clock said `at`, this one became ahead of it by `offset`. */
interface Jump {
  readonly at: number;
  readonly offset: number;
}

/** The clock of everything in the local cloud. It runs with the machine's, ahead of it by the jumps that were made. */
export class CloudClock {
  readonly #file: JsonFile | undefined;
  readonly #followers: ClockFollower[] = [];
  #jumps: readonly Jump[];

  /**
   * @param file keeps the jumps over a restart: what is stored bears times that would lie in the future otherwise.
   * @throws Error naming the file when what it holds are no jumps.
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
   * @param seconds since 1970, in whole seconds. Of two offsets in one second it is the later one.
   */
  offsetAt(seconds: number): number {
    return this.#jumps.findLast(({ at }) => Math.floor(at / 1_000) <= seconds)?.offset ?? 0;
  }

  /**
   * Moves the clock forward. Calls that run keep their time; those that begin later have the new one.
   * @param milliseconds a clock never goes back.
   * @throws Error that says why it cannot be moved so; then nothing has happened.
   */
  async advance(milliseconds: number): Promise<void> {
    this.#offsetAfter(milliseconds);
    for (const follower of this.#followers) await follower.beforeJump();
    // Looked at once more: another jump may have been made meanwhile.
    const next = [...this.#jumps, { at: Date.now(), offset: this.#offsetAfter(milliseconds) }];
    this.#file?.write(next);
    this.#jumps = next;
    for (const follower of this.#followers) follower.afterJump();
  }

  /** Lets something know of every jump. */
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
