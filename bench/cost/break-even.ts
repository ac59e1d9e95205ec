const LEAST = 1e-6;
const MOST = 100_000;
const STEPS = 200;

/**
 * The rate from which on something costs more than something else, where both only grow with the rate and the second begins
 * higher. Undefined when one of them is cheaper at any rate.
 */
export function breakEvenRate(
  dollars: (rate: number) => number,
  dollarsOfOther: (rate: number) => number,
): number | undefined {
  const isDearer = (rate: number) => dollars(rate) > dollarsOfOther(rate);
  if (isDearer(LEAST) || !isDearer(MOST)) return undefined;
  let below = LEAST;
  let above = MOST;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = Math.sqrt(below * above);
    if (isDearer(middle)) above = middle;
    else below = middle;
  }
  return below;
}
