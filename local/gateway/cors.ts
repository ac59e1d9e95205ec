import { type JsonRecord, optionalNumberOf, textsOf } from '../template/json-values.ts';
import type { GatewayAnswer } from './answer.ts';
import type { GatewayRequest } from './request.ts';

/** The gateway's CORS behaviour. */
export interface Cors {
  /** The answer to a preflight request; undefined if the request is not one. */
  preflight(request: GatewayRequest): GatewayAnswer | undefined;
  /** Replaces the function's CORS headers with the configured ones. */
  decorate(request: GatewayRequest, answer: GatewayAnswer): GatewayAnswer;
}

/** Without a CORS configuration, the gateway changes nothing. */
const noCors: Cors = { preflight: () => undefined, decorate: (_, answer) => answer };

/** @throws Error if the configuration is invalid. */
export function corsOf(configuration: JsonRecord | undefined): Cors {
  if (configuration === undefined) return noCors;
  const texts = (property: string) => textsOf(configuration[property], `${property} of the CORS configuration`);
  const origins = texts('AllowOrigins').map((origin) => origin.toLowerCase());
  const maxAge = optionalNumberOf(configuration.MaxAge, 'MaxAge of the CORS configuration');
  const exposed = texts('ExposeHeaders').join(',');
  const credentials: Record<string, string> =
    configuration.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {};

  const originHeaders = ({ headers }: GatewayRequest): Record<string, string> | undefined => {
    const origin = headers.origin;
    if (origin === undefined) return undefined;
    if (origins.includes('*')) return { 'access-control-allow-origin': '*', ...credentials };
    const scheme = origin.toLowerCase().split('//', 1)[0];
    if (!origins.includes(origin.toLowerCase()) && !origins.includes(`${scheme}//*`)) return undefined;
    return { 'access-control-allow-origin': origin, ...credentials };
  };

  return {
    preflight: (request) => {
      const { method, headers } = request;
      if (method !== 'OPTIONS' || headers.origin === undefined) return undefined;
      if (headers['access-control-request-method'] === undefined) return undefined;
      const allowed = originHeaders(request);
      const answer = { status: 204, cookies: [], body: Buffer.alloc(0) };
      if (allowed === undefined) return { ...answer, headers: {} };
      return {
        ...answer,
        headers: {
          ...allowed,
          'access-control-allow-methods': texts('AllowMethods').join(','),
          'access-control-allow-headers': texts('AllowHeaders').join(','),
          ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
        },
      };
    },
    decorate: (request, answer) => {
      const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
      const added = originHeaders(request) ?? {};
      const expose: Record<string, string> =
        Object.keys(added).length > 0 && exposed !== '' ? { 'access-control-expose-headers': exposed } : {};
      return { ...answer, headers: { ...Object.fromEntries(own), ...added, ...expose } };
    },
  };
}
