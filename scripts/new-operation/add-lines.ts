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
  const lines = source.split('\n');
  for (const line of imports) {
    const after = lines.findLastIndex((other) => other.startsWith('import ') && targetOf(other) < targetOf(line));
    lines.splice(after + 1, 0, line);
  }
  return lines.join('\n');
}

const targetOf = (line: string) => /'(.*)'/.exec(line)?.[1] ?? '';

function before(source: string, mark: string, line: string): string {
  const at = source.lastIndexOf(mark);
  if (at === -1)
    throw new Error(`There is no "${mark}" to put the new operation before: has the file another form now?`);
  return `${source.slice(0, at)}${line}\n${source.slice(at)}`;
}
