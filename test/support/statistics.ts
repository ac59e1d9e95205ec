/** The value below which this share of the values lies, by nearest rank; `share` in (0, 1]. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[nearestRank(sorted.length, share) - 1];
  if (value === undefined) throw new Error('There are no values to take a percentile of');
  return value;
}

/** The position of that value, counted from 1 for the lowest. */
export const nearestRank = (count: number, share: number) => Math.max(1, Math.ceil(share * count));

export const median = (values: readonly number[]) => percentile(values, 0.5);

/** The middle half of some values: how far to trust their median. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), lower: percentile(values, 0.25), upper: percentile(values, 0.75) };
}
