import type { OperationNames } from './operation-name.ts';

/** Adds an operation to the list: its import in order, its entry at the end. */
export function withOperationListed(list: string, { kebab, camel }: OperationNames): string {
  const line = `import { contract as ${camel} } from './lambdas/${kebab}/contract.ts';`;
  return before(withImports(list, [line]), '] as const satisfies', `  ${camel},`);
}

/** Adds an operation to those that the tests bind. */
export function withOperationBound(bound: string, { kebab, camel }: OperationNames): string {
  const names = `${camel}, request as ${camel}Request`;
  const line = `import { ${names} } from '../../functions/lambdas/${kebab}/${kebab}.ts';`;
  return before(
    withImports(bound, [line]),
    '  };\n}',
    `    '${kebab}': operationHandler(${camel}Request, ${camel}, serving),`,
  );
}

/** Inserts imports in the order of the formatter. */
function withImports(source: string, imports: readonly string[]): string {
  const statements = [...(source.match(IMPORT) ?? [])];
  const last = statements.at(-1) ?? '';
  const rest = source.slice(source.indexOf(last) + last.length);
  for (const statement of imports) {
    const after = statements.findLastIndex((other) => targetOf(other) < targetOf(statement));
    statements.splice(after + 1, 0, statement);
  }
  return statements.join('\n') + rest;
}

/** May span several lines. */
const IMPORT = /^import [^']*'[^']*';$/gm;

const targetOf = (statement: string) => /'(.*)'/.exec(statement)?.[1] ?? '';

function before(source: string, mark: string, line: string): string {
  const at = source.lastIndexOf(mark);
  if (at === -1) throw new Error(`Cannot insert the new operation: the file no longer contains "${mark}"`);
  return `${source.slice(0, at)}${line}\n${source.slice(at)}`;
}
