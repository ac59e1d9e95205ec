import type { Instant } from './misp.ts';

/** Date-time without a zone, always UTC, with milliseconds: `2026-06-06T05:22:47.047`. */
export function zoneLess(at: Instant): string {
  return new Date(at).toISOString().slice(0, -1);
}

/** The UTC date: `2026-06-06`. */
export function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
