import fc from 'fast-check';
import type { ListedContract } from '../../functions/operations.ts';
import { bodyBeyondGateway, bodyFromSchema, bodyWithoutSchema } from './hostile-bodies.ts';
import { contentType, hostileHeaders } from './hostile-headers.ts';
import { strayTarget, targetOf } from './hostile-paths.ts';
import type { Known } from './known.ts';
import type { Presented } from './presented-tokens.ts';
import type { RawRequest } from './raw-exchange.ts';

/** What hostile requests are built from. */
export interface RequestParts {
  readonly basePath: string;
  /** `Bearer …` with a token of a caller with the role. */
  readonly goodToken: string;
  readonly tokens: readonly Presented[];
  readonly known: Known;
}

export interface HostileRequest extends RawRequest {
  /** The operation that the request should reach; undefined if none, or if it may reach another one. */
  readonly intended: ListedContract | undefined;
  readonly presented: Presented;
}

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'FOO',
] as const;

/** Hostile requests to these operations and to unknown paths. */
export function hostileRequest(
  operations: readonly ListedContract[],
  { basePath, goodToken, tokens, known }: RequestParts,
): fc.Arbitrary<HostileRequest> {
  const ordinary: Presented = { caller: 'misp-operator', headers: [['authorization', goodToken]], mayPass: true };
  const token: fc.Arbitrary<Presented> = fc.oneof(
    { arbitrary: fc.constant(ordinary), weight: 14 },
    { arbitrary: fc.constantFrom(...tokens), weight: 3 },
  );

  const aimed = (operation: ListedContract): fc.Arbitrary<HostileRequest> => {
    const bodies =
      operation.method === 'GET'
        ? fc.oneof({ arbitrary: fc.constant(undefined), weight: 8 }, { arbitrary: bodyWithoutSchema, weight: 1 })
        : fc.oneof(
            { arbitrary: bodyFromSchema(operation, known), weight: 300 },
            { arbitrary: bodyWithoutSchema, weight: 80 },
            { arbitrary: fc.constant(undefined), weight: 5 },
            { arbitrary: bodyBeyondGateway, weight: 1 },
          );
    return fc
      .tuple(targetOf(operation, basePath, known), token, contentType, hostileHeaders, bodies, fc.nat(30))
      .map(([target, presented, type, headers, body, chance]) => ({
        intended: mayMatchAnotherOperation(target) ? undefined : operation,
        presented,
        method: operation.method,
        target,
        headers: [...presented.headers, ...(body === undefined ? [] : type), ...headers],
        body,
        isChunked: chance === 0,
      }));
  };
  const stray = fc
    .tuple(fc.constantFrom(...METHODS), strayTarget(basePath), token, hostileHeaders)
    .map(([method, target, presented, headers]) => ({
      intended: undefined,
      presented,
      method,
      target,
      headers: [...presented.headers, ...headers],
    }));
  // Bad input can do more harm in a write than in a read, so writes come more often.
  const weightOf = ({ method }: ListedContract) => (method === 'GET' ? 2 : 6);
  return fc.oneof(...operations.map((operation) => ({ arbitrary: aimed(operation), weight: weightOf(operation) })), {
    arbitrary: stray,
    weight: Math.ceil(operations.length / 2),
  });
}

/** The gateway decodes a path before routing: one with an encoded `/` or `?` may match another operation. */
function mayMatchAnotherOperation(target: string): boolean {
  const [path = ''] = target.split('?');
  return /%(2f|3f)/i.test(path);
}
