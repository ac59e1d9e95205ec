import { isPlainText } from './plain-text.ts';

/** Longest organization name in UTF-16 units. Longer text is not normalized: NFKC takes more than linear time. */
export const MAX_NAME_LENGTH = 128;

const FINAL_SIGMA = '\u03c2';
const SIGMA = '\u03c3';

/**
 * The form in which two organization names are compared: without characters that nobody sees, NFKC, lower case without a
 * locale, runs of white space as one space, trimmed (docs/rules.md, "Names"). Two MISPs cannot share it; the name itself is
 * stored and shown as it was sent.
 * @param name at most `MAX_NAME_LENGTH` long.
 */
export function normalizeName(name: string): string {
  return (
    name
      // First, so that the marks which an invisible character kept apart are composed.
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .normalize('NFKC')
      .toLowerCase()
      // The small sigma depends on what follows: a prefix that ends in one would not begin the longer name.
      .replaceAll(FINAL_SIGMA, SIGMA)
      // Once more: some capitals have no composed form while their small letter has one.
      .normalize('NFKC')
      .replace(/\s+/gu, ' ')
      .trim()
  );
}

/**
 * Longest normalized name in bytes of UTF-8. NFKC can blow one character up to eighteen; DynamoDB takes sort keys of
 * 1,024 bytes, and the name index puts the MISP id behind the name. Ordinary names of 128 characters stay under 400.
 */
export const MAX_NORMALIZED_NAME_BYTES = 900;

/** Whether the normalized form of a name (or of a prefix) fits the keys that hold it. */
export function fitsNameKey(normalizedName: string): boolean {
  return Buffer.byteLength(normalizedName, 'utf8') <= MAX_NORMALIZED_NAME_BYTES;
}

/** The normalized form of a prefix; undefined if no name can have it, so that there is nothing to look for. */
export function normalizePrefix(prefix: string): string | undefined {
  if (prefix.length > MAX_NAME_LENGTH || !isPlainText(prefix)) return undefined;
  const normalized = normalizeName(prefix);
  return fitsNameKey(normalized) ? normalized : undefined;
}
