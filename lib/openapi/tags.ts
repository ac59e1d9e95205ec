/** The groups of operations in the document. */
export const tags = [
  { name: 'MISPs', description: 'Register, approve, change, list and find MISPs.' },
  { name: 'Licence keys', description: 'Validate, hand out, replace and end licence keys.' },
] as const;

export type TagName = (typeof tags)[number]['name'];
