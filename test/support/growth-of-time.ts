const TIMES = 256;
const TRIES = 7;
/** After so many tries the first compilation is no longer in the least time, and a clearly linear growth is enough. */
const LEAST_TRIES = 2;
/** Linear work never takes this long, so one try is enough for work that does. */
const LONG_MS = 2000;

/** Four times that of linear work: what ends the tries early is far below the bound that tests check. */
const CLEARLY_LINEAR = 4 * TIMES;

/**
 * By what factor the processor time of the work grows with 256 times the input: 256 if linear, up to 65,536 if quadratic.
 * Uses the least of several tries of each, in turn, to exclude garbage collections. A busy machine does not count.
 * @param work processes an input of this many pieces.
 * @param pieces of the larger input: few enough to fit into the memory at hand. On some virtual machines, getting more
 *   takes longer than the work itself.
 */
export function growthOfTime(work: (pieces: number) => void, pieces: number): number {
  const least = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  for (let tries = 0; tries < TRIES; tries += 1) {
    // As many pieces in all as below: a single run is too short to be measured.
    least.few = Math.min(least.few, processorMs(work, Math.ceil(pieces / TIMES), TIMES) / TIMES);
    least.many = Math.min(least.many, processorMs(work, pieces, 1));
    if (least.many > LONG_MS) break;
    if (tries + 1 >= LEAST_TRIES && least.many / least.few < CLEARLY_LINEAR) break;
  }
  return least.many / least.few;
}

function processorMs(work: (pieces: number) => void, pieces: number, runs: number): number {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) work(pieces);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Above linear, which is 256, or several times that if the larger input needs memory that is slow to get; well below
 * quadratic.
 */
export const PROPORTIONAL = 4096;
