import { pathParametersOf } from '../../functions/operation/contract.ts';
import { type OperationName, operations } from '../../functions/operations.ts';

export interface Routed {
  readonly name: OperationName;
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the operation of a request by the contracts' own paths, fixed segments before parameters. */
export function routeOf(method: string, path: string): Routed {
  const candidates = operations
    .filter((operation) => operation.method === method)
    .map((operation) => {
      const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`);
      return { operation, match: pattern.exec(path) };
    })
    .filter(({ match }) => match !== null)
    .sort((a, b) => pathParametersOf(a.operation.path).length - pathParametersOf(b.operation.path).length);
  const best = candidates[0];
  if (best === undefined) throw new Error(`No operation for ${method} ${path}`);
  const values = best.match!.slice(1).map(decodeURIComponent);
  const names = pathParametersOf(best.operation.path);
  return {
    name: best.operation.name,
    route: best.operation.path,
    parameters: Object.fromEntries(names.map((name, index) => [name, values[index]!])),
  };
}
