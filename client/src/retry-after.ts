/** Every HTTP date starts with a weekday. `Date.parse` alone would accept almost anything. */
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? /;

/**
 * The wait that an answer asks for, in milliseconds: `Retry-After` in seconds, or as a date. A date counts from the
 * answer's `Date`, so a wrong clock of the caller does not matter.
 * @returns undefined if the header is missing or unreadable.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const answered = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(answered) ? now : answered));
}
