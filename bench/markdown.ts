import { nearestRank, percentile, type Spread } from '../test/support/statistics.ts';

/** A table in Markdown; columns of figures are right-aligned. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const isFigure = (column: number) =>
    rows.length > 0 && rows.every((row) => column > 0 && /^[\d.,<≤−+ –%×*]/.test(String(row[column])));
  const rule = heads.map((_, column) => (isFigure(column) ? '--:' : '--'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A number with thousands separators and this many decimals. */
export function figure(value: number, decimals = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** `148 (141–160)`: the median and the middle half. */
export function spread({ median, lower, upper }: Spread, decimals = 0): string {
  return `${figure(median, decimals)} (${figure(lower, decimals)}–${figure(upper, decimals)})`;
}

/** `31 (119 of 120)`: a percentile and which of the values it is, counted from the lowest. */
export function percentileWithRank(values: readonly number[], share: number, decimals = 0): string {
  const rank = `${figure(nearestRank(values.length, share))} of ${figure(values.length)}`;
  return `${figure(percentile(values, share), decimals)} (${rank})`;
}
