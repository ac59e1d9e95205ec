import type { Instant } from './misp.ts';

/** Date-time without a zone, always UTC, with milliseconds: `2026-06-06T05:22:47.047`. */
export function zoneLess(at: Instant): string {
  return new Date(at).toISOString().slice(0, -1);
}

/** The UTC date: `2026-06-06`. */
export function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The form of a date-time of RFC 3339; the zone may be left out. */
export const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:[Zz]|([+-])(\d\d):(\d\d))?$/;
const MINUTE_MS = 60_000;

/**
 * Reads a date-time of RFC 3339, to the millisecond; one without a zone is UTC.
 * @returns undefined for what is none: a day alone, the 30th of February, a second that is not there.
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
  const local = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}`;
  const at = Date.parse(`${local}Z`);
  // A parser that is kind takes the 30th of February for the 2nd of March.
  if (Number.isNaN(at) || zoneLess(at) !== local) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_MS;
  return sign === '-' ? at + offset : at - offset;
}
