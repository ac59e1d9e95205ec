/** Lengths that MOSIP's audit manager takes (docs/audit.md). A token's claims are cut to them before they are stored. */
export const limits = { userId: 256, name: 128, hostIp: 45 } as const;

/** Control characters, bidi controls, separators of lines and paragraphs, halves of surrogate pairs, noncharacters. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/**
 * The text for a record: cut to a number of UTF-16 code units, with U+FFFD instead of each character that would
 * break a line, change the writing direction, or is not a character at all.
 */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(UNPRINTABLE, '\ufffd');
}

/** Whether a text is already in the form for a record. */
export function isRecordable(text: string): boolean {
  return cut(text, text.length) === text;
}
