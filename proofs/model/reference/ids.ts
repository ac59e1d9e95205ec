/** Ids that no MISP can have: a table, so that no pattern is held against itself. */
export const impossibleIds: readonly string[] = [
  'mispId',
  'name',
  'no such',
  'x'.repeat(37),
  'Ab1'.repeat(12),
  '123456789',
  '+919876543210',
  'jane.doe@example.org',
  '100\r\nX:1',
  '-1',
];

/** The id as the service goes on with it: of one that no MISP can have nothing is left. */
export const idAsAsked = (mispId: string) => (impossibleIds.includes(mispId) ? '' : mispId);
