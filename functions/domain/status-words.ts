/** The status words of callers. Case does not matter. */

/** The approval that a word requests; undefined for other words. */
export function readApprovalWord(word: string): 'approved' | 'rejected' | undefined {
  const lower = word.toLowerCase();
  return lower === 'approved' || lower === 'rejected' ? lower : undefined;
}

/** The switch that a word requests: true for `Active`, false for `De-active`, undefined for other words. */
export function readActivityWord(word: string): boolean | undefined {
  const lower = word.toLowerCase();
  if (lower === 'active') return true;
  return lower === 'de-active' ? false : undefined;
}
