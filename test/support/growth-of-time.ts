const TIMES = 16;
const TRIES = 7;
/** Linear work never takes this long, so one try is enough for work that does. */
const LONG_MS = 2000;

/**
 * By what factor the processor time of the work grows with sixteen times the input: 16 if linear, 256 if quadratic.
 * Uses the least of several tries of each, in turn, to exclude garbage collections. A busy machine does not count.
 * @param work processes an input of this many pieces.
 * @param pieces enough for a measurable time, and for more memory than is at hand: on some virtual machines, getting
 *   more takes longer than the work itself.
 */
export function growthOfTime(work: (pieces: number) => void, pieces: number): number {
  const least = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  const time = (of: number) => {
    const before = process.cpuUsage();
    work(of);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  for (let tries = 0; tries < TRIES; tries += 1) {
    least.few = Math.min(least.few, time(pieces));
    least.many = Math.min(least.many, time(TIMES * pieces));
    if (least.many > LONG_MS) break;
  }
  return least.many / least.few;
}

/** Above linear, which is 16, or 40 if the input no longer fits into a cache; well below quadratic, which is 256. */
export const PROPORTIONAL = 100;
