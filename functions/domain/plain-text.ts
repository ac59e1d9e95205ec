/**
 * Characters that no text may have. Control characters, lone surrogates and noncharacters cannot be stored, shown and
 * compared reliably. Bidi controls (U+202A–202E, U+2066–2069) make a text look like another one.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/u;

/** White space and invisible characters. */
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}]/u;

/** Whether a one-line text has no forbidden characters (docs/rules.md, "Text"). */
export function isPlainText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** The same for a text of several lines: tabs and line breaks are allowed. */
export function isPlainMultilineText(text: string): boolean {
  // A space, because removing them could join the halves of a surrogate pair.
  return isPlainText(text.replace(/[\t\n\r]/g, ' '));
}

/** A text without the white space and the invisible characters around it. Takes time in proportion to the length. */
export function trimUnseen(text: string): string {
  const trimmed = text.trim();
  // Nearly every text ends here. A character has at most two code units.
  if (!UNSEEN.test(trimmed.slice(0, 2) + trimmed.slice(-2))) return trimmed;
  const characters = [...trimmed];
  // Bidi controls stay, so that the text is refused.
  const isKept = (character: string) => !UNSEEN.test(character) || (FORBIDDEN.test(character) && !/\s/.test(character));
  const start = characters.findIndex(isKept);
  return start < 0 ? '' : characters.slice(start, characters.findLastIndex(isKept) + 1).join('');
}

/** Whether a text shows nothing: only white space and invisible characters. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}
