/** The words that callers use for a status. They match without regard to case. */

/** The approval that a word asks for; undefined when it is neither `approved` nor `rejected`. */
export function readApprovalWord(word: string): 'approved' | 'rejected' | undefined {
  const lower = word.toLowerCase();
  return lower === 'approved' || lower === 'rejected' ? lower : undefined;
}

/** The switch that a word asks for: true for `Active`, false for `De-active`, undefined for anything else. */
export function readActivityWord(word: string): boolean | undefined {
  const lower = word.toLowerCase();
  if (lower === 'active') return true;
  return lower === 'de-active' ? false : undefined;
}
