import type { OperationNames } from './operation-name.ts';

/** Lines of a new operation in existing files. Biome then formats them and sorts the imports. */

/** Adds an operation to the list: its import, and its entry at the end. */
export function withOperationListed(list: string, { kebab, camel }: OperationNames): string {
  const line = `import { contract as ${camel} } from './lambdas/${kebab}/contract.ts';`;
  return before(`${line}\n${list}`, '] as const satisfies', `  ${camel},`);
}

/** Adds an operation to those that the tests bind. */
export function withOperationBound(bound: string, { kebab, camel }: OperationNames): string {
  const names = `${camel}, request as ${camel}Request`;
  const line = `import { ${names} } from '../../functions/lambdas/${kebab}/${kebab}.ts';`;
  return before(
    `${line}\n${bound}`,
    '  };\n}',
    `    '${kebab}': operationHandler(${camel}Request, ${camel}, serving),`,
  );
}

function before(source: string, mark: string, line: string): string {
  const at = source.lastIndexOf(mark);
  if (at === -1) throw new Error(`Cannot insert the new operation: the file no longer contains "${mark}"`);
  return `${source.slice(0, at)}${line}\n${source.slice(at)}`;
}
