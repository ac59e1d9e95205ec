import type { GatewayRequest } from './request.ts';

/** Where the gateway finds one part of a caller's identity. */
export interface IdentitySource {
  readonly expression: string;
  /** Returns undefined if the request does not have it. */
  readonly read: (request: GatewayRequest) => string | undefined;
}

/** @throws Error if this gateway does not support the expression. */
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
