/**
 * The form in which two organization names are compared: NFKC, lower case without a locale, runs of white space folded to
 * one space, trimmed. Two MISPs cannot share it; the name itself is stored and shown as it was sent.
 */
export function normalizeName(name: string): string {
  // Once more behind the lower case: some capitals have no composed form while their small letter has one.
  return name.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ').trim();
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
