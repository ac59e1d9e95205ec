import type { Instant } from './misp.ts';

/** The last millisecond of the year 9999: later times have texts with a sign, which sort before all others. */
export const LAST_INSTANT: Instant = 253_402_300_799_999;

/** Date-time without a zone, always UTC, with milliseconds: `2026-06-06T05:22:47.047`. */
export function zoneLess(at: Instant): string {
  return new Date(at).toISOString().slice(0, -1);
}

/** The UTC date: `2026-06-06`. */
export function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The form of an RFC 3339 date-time; the zone is optional. */
export const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))?$/;
const MINUTE_MS = 60_000;

/**
 * Reads an RFC 3339 date-time, cut to the millisecond; without a zone it is UTC.
 * @returns undefined for anything else: a day alone, the 30th of February, a second that does not exist.
 */
export function readInstant(text: string): Instant | undefined {
  const [
    matched,
    year,
    month,
    day,
    hours,
    minutes,
    seconds,
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = DATE_TIME.exec(text) ?? [];
  if (matched === undefined || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const local = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const at = Date.parse(`${local}Z`);
  // `Date.parse` accepts the 30th of February as the 2nd of March.
  if (Number.isNaN(at) || zoneLess(at) !== local) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_MS;
  return sign === '-' ? at + offset : at - offset;
}
