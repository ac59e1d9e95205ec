/** A date-time, in UTC if it has no zone; NaN if invalid, a day alone or a day that does not exist. */
export function timeOf(text: string): number {
  const [, local = '', zone = ''] = /^([\d-]+T[\d:.]+)(Z|[+-]\d\d:\d\d)?$/i.exec(text) ?? [];
  const there = Date.parse(`${local.toUpperCase()}Z`);
  // `Date.parse` takes the 30th of February for the 2nd of March.
  const isDay = new Date(there || 0).toISOString().slice(0, 10) === local.slice(0, 10);
  return isDay ? Date.parse(`${local}${zone || 'Z'}`.toUpperCase()) : Number.NaN;
}
