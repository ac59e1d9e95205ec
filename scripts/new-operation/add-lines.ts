import type { OperationNames } from './operation-name.ts';

/** The list of operations with one more: its import where the others stand in order, its entry at the end. */
export function withOperationListed(list: string, { kebab, camel }: OperationNames): string {
  const line = `import { contract as ${camel} } from './lambdas/${kebab}/contract.ts';`;
  return before(withImports(list, [line]), '] as const satisfies', `  ${camel},`);
}

/** The operations that tests bind by hand, with one more. */
export function withOperationBound(bound: string, { kebab, camel }: OperationNames): string {
  const folder = `../../functions/lambdas/${kebab}`;
  const imports = [
    `import { request as ${camel}Request } from '${folder}/contract.ts';`,
    `import { ${camel} } from '${folder}/${kebab}.ts';`,
  ];
  return before(
    withImports(bound, imports),
    '  };\n}',
    `    '${kebab}': operationHandler(${camel}Request, ${camel}, serving),`,
  );
}

/** Sorts imports in by what they import, as the formatter wants them. */
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

/** Over several lines where one is too short for it. */
const IMPORT = /^import [^']*'[^']*';$/gm;

const targetOf = (statement: string) => /'(.*)'/.exec(statement)?.[1] ?? '';

function before(source: string, mark: string, line: string): string {
  const at = source.lastIndexOf(mark);
  if (at === -1)
    throw new Error(`There is no "${mark}" to put the new operation before: has the file another form now?`);
  return `${source.slice(0, at)}${line}\n${source.slice(at)}`;
}
