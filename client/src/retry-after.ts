/** Every HTTP date starts with a weekday. `Date.parse` alone would accept almost anything. */
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? /;

/** A year. JSON has no number for a wait without end. */
const LONGEST_SECONDS = 365 * 24 * 60 * 60;

/** The oldest of the three forms of a date ends with the year and means GMT (RFC 9110, section 5.6.7). */
const readDate = (text: string) => Date.parse(/ \d{4}$/.test(text) ? `${text} GMT` : text);

/**
 * The wait that an answer asks for, in milliseconds: `Retry-After` in seconds, or as a date. A date counts from the
 * answer's `Date`, so a wrong clock of the caller does not matter.
 * @returns undefined if the header is missing or unreadable.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS) * 1000;
  const until = HTTP_DATE.test(text) ? readDate(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const answered = readDate(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(answered) ? now : answered));
}
