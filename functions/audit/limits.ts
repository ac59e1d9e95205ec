/**
 * Lengths that MOSIP's audit manager takes (docs/audit.md). What comes from outside, a token's claims or an id in a path, is
 * cut to them before it is stored, never in the middle of a surrogate pair.
 */
export const limits = { reference: 36, userId: 256, name: 128, hostIp: 45 } as const;

/** The text, cut to so many UTF-16 code units. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
