/** Characters that could hide a contact from the patterns: control and format characters, combining marks, fillers. */
const UNSEEN = /[\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/gu;

/** The sign, or one of its escapes in a URL (once or several times) and in HTML. */
const AT_SIGN = /\S *(?:@|%(?:25)*40|&#0*64;?|&#x0*40;?|&commat;) *\S/i;
const SCHEME = /\b(?:mailto|tel|sms|callto|sip):/i;
const INTERNATIONAL_NUMBER = /\+[\p{N}\p{Pd}\p{Ps}\p{Pe} ./]{9,}/u;
const SHORTEST_NUMBER = 9;
const DIGIT = /\p{N}/u;
/** What may stand between the digits of a number, twice at most. */
const SEPARATOR = /[ ./()\p{Pd}]/u;
const BEFORE_WORD = /[ ,;#([{<"'“]/u;
const AFTER_WORD = /[ ,;#([{<"'“”)\]}>!?]/u;
/** Hyphens to the eye that Unicode does not count among them: the minus sign and others. */
const LIKE_HYPHENS = /[\u2212\u02d7\u2043]/g;

/**
 * Whether a text looks like an e-mail address or a phone number (docs/configuration.md, "Tokens"), in any script,
 * with any invisible characters in between. Takes time in proportion to the length.
 */
export function looksLikeContact(text: string): boolean {
  const seen = seenForm(text);
  if (AT_SIGN.test(seen) || SCHEME.test(seen) || INTERNATIONAL_NUMBER.test(seen) || hasNumberAsWord(seen)) return true;
  return seen.length >= SHORTEST_NUMBER && /\p{N}/u.test(seen) && !/\p{L}/u.test(seen);
}

/**
 * Whether a number of nine digits or more is a word of its own, beside other words. Ids of letters and digits, such as
 * UUIDs and ARNs, have hyphens or colons between them.
 */
function hasNumberAsWord(text: string): boolean {
  /** Of the number so far, from the first digit that begins a word. */
  let digits = 0;
  let separators = 0;
  let previous = ' ';
  for (const character of [...text, ' ']) {
    if (digits >= SHORTEST_NUMBER && AFTER_WORD.test(character)) return true;
    if (DIGIT.test(character)) {
      if (digits > 0 || BEFORE_WORD.test(previous)) digits += 1;
      separators = 0;
    } else {
      separators += 1;
      if (separators > 2 || !SEPARATOR.test(character)) digits = 0;
    }
    previous = character;
  }
  return false;
}

/** A text without what nobody sees in it. Takes time in proportion to the length. */
export function seenForm(text: string): string {
  // NFKC brings full-width and circled digits and ＠ to one form. Marks go first, because it would sort them, which
  // takes more than linear time.
  return text.replace(/\s/gu, ' ').replace(UNSEEN, '').normalize('NFKC').replace(LIKE_HYPHENS, '-');
}
