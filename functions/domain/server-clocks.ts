import type { Instant } from './misp.ts';

/**
 * How far the time of an earlier change can lie ahead of a request's clock, in milliseconds: the clock of another server
 * may be fast, and a request may wait for ten seconds after it read its own.
 */
export const LONGEST_LEAD_MS = 30_000;

/**
 * The time of a change: not before the change before it. A time further ahead than any server's clock was imported, and
 * does not count: what ends now would go on until then (docs/rules.md, "Concurrency").
 * @param earlier the time of the change before it.
 * @param at the request's reading of the clock.
 */
export function notBefore(earlier: Instant, at: Instant): Instant {
  return isImported(earlier, at) ? at : Math.max(at, earlier);
}

/** Whether a time lies so far ahead that no server can have written it. */
export const isImported = (time: Instant, now: Instant): boolean => time - now > LONGEST_LEAD_MS;
