import type { GatewayRequest } from './request.ts';

/** Where the gateway finds one part of what identifies a caller. */
export interface IdentitySource {
  readonly expression: string;
  /** Undefined when the request does not have it. */
  readonly read: (request: GatewayRequest) => string | undefined;
}

/** @throws Error when the expression is of a kind that this gateway does not evaluate. */
export function parseIdentitySource(expression: string): IdentitySource {
  const [, kind, name] = /^\$request\.(header|querystring)\.(.+)$/.exec(expression) ?? [];
  if (name === undefined) throw new Error(`The identity source ${expression} is not understood here`);
  if (kind === 'querystring') {
    return { expression, read: ({ query }) => query.find(([key]) => key === name)?.[1] };
  }
  const header = name.toLowerCase();
  if (header === 'cookie') {
    return { expression, read: ({ cookies }) => (cookies.length === 0 ? undefined : cookies.join('; ')) };
  }
  return { expression, read: ({ headers }) => headers[header] };
}
