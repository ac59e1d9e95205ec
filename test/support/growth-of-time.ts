const TIMES = 16;
const TRIES = 7;
/** Nothing in proportion takes as long, on however busy a machine: one try is enough then. */
const LONG_MS = 2000;

/**
 * How many times as long work takes on sixteen times as much: 16 where time is in proportion, 256 where it grows with the square.
 * The least of several tries each, in turn, so that neither a garbage collection nor a busy or slow machine counts.
 * @param work does something to a text, or whatever it is, of so many pieces.
 * @param pieces enough that one try takes a measurable time.
 */
export function growthOfTime(work: (pieces: number) => void, pieces: number): number {
  const least = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  const time = (of: number) => {
    const startedAt = performance.now();
    work(of);
    return performance.now() - startedAt;
  };
  for (let tries = 0; tries < TRIES; tries += 1) {
    least.few = Math.min(least.few, time(pieces));
    least.many = Math.min(least.many, time(TIMES * pieces));
    if (least.many > LONG_MS) break;
  }
  return least.many / least.few;
}

/** Above what is in proportion, which is 16, or 40 where it no longer fits into a cache; well below the square, which is 256. */
export const PROPORTIONAL = 100;
