/**
 * Maximum lengths of MOSIP's audit manager (docs/audit.md). A token's claims are cut to them before they are stored.
 */
export const limits = { userId: 256, name: 128, hostIp: 45 } as const;

/** Control characters, bidi controls, line and paragraph separators, surrogates, noncharacters. */
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/**
 * A text for a record: cut to a number of UTF-16 code units, with U+FFFD in place of each character that would break a
 * line, change the writing direction or be no character at all.
 */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(UNPRINTABLE, '\ufffd');
}

/** Whether a text is already in the form for a record. */
export function isRecordable(text: string): boolean {
  return cut(text, text.length) === text;
}
