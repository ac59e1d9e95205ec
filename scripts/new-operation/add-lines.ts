import type { OperationNames } from './operation-name.ts';

/**
 * Adds an operation to the list: its import, and its entry at the end. Biome then formats the file and sorts the
 * imports.
 */
export function withOperationListed(list: string, { kebab, camel }: OperationNames): string {
  const line = `import { contract as ${camel} } from './lambdas/${kebab}/contract.ts';`;
  const mark = '] as const satisfies';
  const at = list.lastIndexOf(mark);
  if (at === -1) throw new Error(`Cannot insert the new operation: the list no longer contains "${mark}"`);
  return `${line}\n${list.slice(0, at)}  ${camel},\n${list.slice(at)}`;
}
