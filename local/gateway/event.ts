import { randomBytes } from 'node:crypto';
import { accountId, region } from '../template/pseudo-parameters.ts';
import type { GatewayRequest } from './request.ts';
import type { RouteMatch } from './routes.ts';

/** What the gateway adds to a request. */
export interface EventContext {
  readonly apiId: string;
  readonly stageName: string;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly timeEpoch: number;
}

/** The value of `authorizer.lambda`: the context in the authorizer's answer. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/**
 * Media types of bodies that are passed on as text. All other bodies are base64 (docs/local-cloud.md, assumption 12).
 */
const TEXT_TYPE = /^\s*(text\/[^\s;]+|application\/(json|javascript|xml))\s*(;|$)/i;

/** A request id in API Gateway's format, such as `JKJaXmPLvHcESHA=`. */
export function newRequestId(): string {
  return randomBytes(11).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The event for the function of a route, in payload format 2.0. */
export function integrationEvent(
  request: GatewayRequest,
  match: RouteMatch,
  context: EventContext,
  authorizer: AuthorizerContext | undefined,
): Record<string, unknown> {
  return {
    ...commonPart(request, match, context, authorizer),
    ...bodyPart(request),
  };
}

/** The event for the authorizer of a route, in payload format 2.0. */
export function authorizerEvent(
  request: GatewayRequest,
  match: RouteMatch,
  context: EventContext,
  identity: readonly string[],
): Record<string, unknown> {
  const path = `${context.apiId}/${context.stageName}/${request.method}${request.path}`;
  return {
    ...commonPart(request, match, context, undefined),
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:${region}:${accountId}:${path}`,
    ...(identity.length === 0 ? {} : { identitySource: identity }),
  };
}

function commonPart(
  request: GatewayRequest,
  { route, pathParameters }: RouteMatch,
  context: EventContext,
  authorizer: AuthorizerContext | undefined,
): Record<string, unknown> {
  const query = new Map<string, string>();
  for (const [name, value] of request.query) {
    const earlier = query.get(name);
    query.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: request.path,
    rawQueryString: request.rawQueryString,
    ...(request.cookies.length === 0 ? {} : { cookies: request.cookies }),
    headers: request.headers,
    ...(query.size === 0 ? {} : { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId,
      apiId: context.apiId,
      ...(authorizer === undefined ? {} : { authorizer: { lambda: authorizer } }),
      domainName: `${context.apiId}.execute-api.${region}.amazonaws.com`,
      domainPrefix: context.apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: route.key,
      stage: context.stageName,
      time: formatTime(context.timeEpoch),
      timeEpoch: context.timeEpoch,
    },
    ...(Object.keys(pathParameters).length === 0 || route.key === '$default' ? {} : { pathParameters }),
  };
}

function bodyPart({ body, headers }: GatewayRequest): Record<string, unknown> {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPE.test(headers['content-type'] ?? '');
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** For example `12/Mar/2026:19:03:58 +0000`. */
function formatTime(timeEpoch: number): string {
  const time = new Date(timeEpoch);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  return `${date}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}
