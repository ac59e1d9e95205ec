/** Illegal MISP ids: a table, so that no pattern is compared with itself. */
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

/** The id that the service continues with: empty for an illegal one. */
export const withoutIllegalId = (mispId: string) => (impossibleIds.includes(mispId) ? '' : mispId);
