/** A route of an HTTP API. */
export interface Route {
  /** As in the template, for example `GET /misps/{mispId}` or `$default`. */
  readonly key: string;
  readonly method: string;
  readonly segments: readonly string[];
  /** ARN of its function. */
  readonly functionArn: string;
  /** How long the gateway waits for the function. */
  readonly timeoutMs: number;
  /** Id of the authorizer; a route without one is open to all. */
  readonly authorizerId: string | undefined;
}

/** The route of a request, and the values of its path variables. */
export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Splits a route key of the template. @throws Error if it is invalid. */
export function parseRouteKey(key: string): { readonly method: string; readonly segments: readonly string[] } {
  if (key === '$default') return { method: 'ANY', segments: ['{default+}'] };
  const [method = '', path = ''] = key.split(' ');
  if (!/^[A-Z]+$/.test(method) || !path.startsWith('/')) throw new Error(`${key} is not a route key`);
  return { method, segments: path.slice(1).split('/') };
}

/**
 * Selects the route as HTTP APIs do. A fixed segment wins over a variable, a variable over a greedy one, and a route
 * for the method over one for any method. HEAD and OPTIONS have no implicit routes.
 * @param path the decoded path: an encoded slash separates segments like any other.
 */
export function selectRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const segments = path.replace(/^\//, '').split('/');
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const pathParameters = matchSegments(route.segments, segments);
      return pathParameters === undefined ? [] : [{ route, pathParameters }];
    });
  return matches.sort((one, other) => compare(rank(one.route), rank(other.route)))[0];
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [position, expected] of pattern.entries()) {
    const name = /^\{(\w+)\+?\}$/.exec(expected)?.[1];
    if (name !== undefined && expected.endsWith('+}')) {
      const rest = segments.slice(position).join('/');
      return rest === '' ? undefined : { ...parameters, [name]: rest };
    }
    const actual = segments[position];
    if (name === undefined ? actual !== expected : actual === undefined || actual === '') return undefined;
    if (name !== undefined && actual !== undefined) parameters[name] = actual;
  }
  return pattern.length === segments.length ? parameters : undefined;
}

/** Lower wins. */
function rank({ key, method, segments }: Route): readonly number[] {
  const bySegment = segments.map((segment) => (segment.endsWith('+}') ? 2 : segment.startsWith('{') ? 1 : 0));
  return [key === '$default' ? 1 : 0, ...bySegment, method === 'ANY' ? 1 : 0];
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [position, value] of one.entries()) {
    const difference = value - (other[position] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
