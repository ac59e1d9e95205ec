/** A day of the week begins every date that HTTP allows; `Date.parse` alone would take almost anything for one. */
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? /;

/**
 * How many milliseconds an answer asks to wait: `Retry-After` in seconds, or as a date. A date counts from the answer's own `Date`, so
 * that a clock of the caller that is wrong does no harm.
 * @returns undefined where it does not ask, or cannot be read.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const answered = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(answered) ? now : answered));
}
