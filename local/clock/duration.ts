const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Parses a duration such as `90s`, `15m`, `24h` or `31d`.
 * @returns milliseconds.
 * @throws Error that explains the format.
 */
export function readDuration(text: unknown): number {
  const [, value, unit = ''] = /^(\d{1,9})([smhd])$/.exec(typeof text === 'string' ? text : '') ?? [];
  const length = units[unit];
  if (value === undefined || length === undefined) {
    throw new Error(`${JSON.stringify(text)} is not a duration: write a number and s, m, h or d, for example 31d`);
  }
  return Number(value) * length;
}
