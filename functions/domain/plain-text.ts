/**
 * What no text may hold. Control characters, lone surrogates and noncharacters cannot be stored, shown and compared without
 * surprises. The controls that turn the direction of writing (U+202A–202E, U+2066–2069) make a text look like another one.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text of one line holds nothing that is forbidden (docs/rules.md, "Text"). */
export function isPlainText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** The same for a text of several lines: tabs and line ends are allowed. */
export function isPlainMultilineText(text: string): boolean {
  // A space in their place, not nothing: the two halves of a surrogate pair must not meet.
  return isPlainText(text.replace(/[\t\n\r]/g, ' '));
}

/** Whether a text shows nothing: white space and characters that are not displayed by themselves. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}
