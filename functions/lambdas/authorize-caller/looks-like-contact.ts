/** Characters that could hide a contact from the patterns: control and format characters, combining marks, fillers. */
const UNSEEN = /[\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/gu;

const AT_SIGN = /\S *(?:@|%40) *\S/;
const SCHEME = /\b(?:mailto|tel|sms|callto):/i;
const INTERNATIONAL_NUMBER = /\+[\p{N} ().-]{9,}/u;
const SHORTEST_NUMBER = 9;

/**
 * Whether a text looks like an e-mail address or a phone number (docs/configuration.md, "Tokens"), in any script,
 * with any invisible characters in between. Takes time in proportion to the length.
 */
export function looksLikeContact(text: string): boolean {
  // NFKC brings full-width and circled digits and ＠ to one form. Marks go first, because it would sort them, which
  // takes more than linear time.
  const seen = text.replace(/\s/gu, ' ').replace(UNSEEN, '').normalize('NFKC');
  if (AT_SIGN.test(seen) || SCHEME.test(seen) || INTERNATIONAL_NUMBER.test(seen)) return true;
  return seen.length >= SHORTEST_NUMBER && /\p{N}/u.test(seen) && !/\p{L}/u.test(seen);
}
