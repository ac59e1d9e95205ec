import { isPlainText } from './plain-text.ts';

/** Longest organization name in UTF-16 units. Longer text is not normalized: NFKC takes more than linear time. */
export const MAX_NAME_LENGTH = 128;

const FINAL_SIGMA = '\u03c2';
const SIGMA = '\u03c3';

/**
 * The form in which organization names are compared: without invisible characters, NFKC, lower case without a locale,
 * runs of white space as one space, trimmed (docs/rules.md, "Names"). Two MISPs cannot share it. The name itself is
 * stored and shown as sent.
 * @param name at most `MAX_NAME_LENGTH` long.
 */
export function normalizeName(name: string): string {
  return (
    name
      // First, so that NFKC composes marks that an invisible character separated.
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .normalize('NFKC')
      .toLowerCase()
      // A final sigma depends on what follows: a prefix that ends in one would not match the longer name.
      .replaceAll(FINAL_SIGMA, SIGMA)
      // Again: some capitals have no composed form, but their small letters do.
      .normalize('NFKC')
      .replace(/\s+/gu, ' ')
      .trim()
  );
}

/**
 * Longest normalized name in bytes of UTF-8. NFKC can expand one character to eighteen. DynamoDB's limit for sort keys
 * is 1,024 bytes, and the name index appends the MISP id. Ordinary names of 128 characters stay below 400.
 */
export const MAX_NORMALIZED_NAME_BYTES = 900;

/** Whether the normalized form of a name or a prefix fits into the keys. */
export function fitsNameKey(normalizedName: string): boolean {
  return Buffer.byteLength(normalizedName) <= MAX_NORMALIZED_NAME_BYTES;
}

/** The normalized form of a prefix; undefined if no name can have it, so that no search is needed. */
export function normalizePrefix(prefix: string): string | undefined {
  if (prefix.length > MAX_NAME_LENGTH || !isPlainText(prefix)) return undefined;
  const normalized = normalizeName(prefix);
  return fitsNameKey(normalized) ? normalized : undefined;
}
