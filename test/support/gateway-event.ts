import type { Context } from 'aws-lambda';
import { rights as allRights, type Right, writeRights } from '../../functions/domain/rights.ts';
import type { CallerContext } from '../../functions/http/caller-context.ts';
import type { OperationEvent } from '../../functions/http/operation-event.ts';
import { caller as sampleCaller } from './sample-misp.ts';

/** A request in a test. */
export interface GatewayRequest {
  readonly method: string;
  /** Path template relative to the base path, with its `{parameters}`. */
  readonly route: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The body as text; JSON unless the headers say otherwise. */
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
  /** Header names in lower case, as the gateway passes them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestId?: string;
  readonly sourceIp?: string;
  readonly caller?: { readonly userId: string; readonly userName: string };
  /** The rights of the token; every right by default. */
  readonly rights?: readonly Right[];
  /** Replaces the authorizer's whole context. */
  readonly context?: unknown;
}

export const BASE_PATH = '/partnermanagement/v1/misps';

/** The authorizer's context for a token that lasts long. */
export function contextOf(caller: Pick<CallerContext, 'userId' | 'userName'>, rights: readonly Right[]): CallerContext {
  const expiresAt = Date.parse('2100-01-01') / 1000;
  return { ...caller, issuer: 'https://issuer.example', rights: writeRights(rights), expiresAt, standing: 'current' };
}

/** The event of an HTTP API for this request: payload 2.0, with the answer of a Lambda authorizer. */
export function gatewayEvent({
  method,
  route,
  path,
  query,
  body,
  isBase64Encoded = false,
  headers = {},
  requestId = 'JKJaXmPLvHcESHA=',
  sourceIp = '203.0.113.9',
  caller = sampleCaller,
  rights = allRights,
  ...others
}: GatewayRequest): OperationEvent {
  const routeKey = `${method} ${BASE_PATH}${route}`;
  const rawPath = BASE_PATH + route.replaceAll(/\{(\w+)\}/g, (_, name: string) => path?.[name] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      host: 'r3pmxmplak.execute-api.ap-south-1.amazonaws.com',
      'x-forwarded-for': sourceIp,
      ...headers,
    },
    ...(query === undefined ? {} : { queryStringParameters: { ...query } }),
    ...(path === undefined ? {} : { pathParameters: { ...path } }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'r3pmxmplak',
      authorizer: { lambda: 'context' in others ? others.context : contextOf(caller, rights) },
      domainName: 'r3pmxmplak.execute-api.ap-south-1.amazonaws.com',
      domainPrefix: 'r3pmxmplak',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent: 'curl/8.5.0' },
      requestId,
      routeKey,
      stage: '$default',
      time: '01/Mar/2026:10:20:30 +0000',
      timeEpoch: 1772360430456,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
}

/** The context of one invocation, with this much time left. */
export function lambdaContext(functionName = 'misp-test-function', remainingMs = 10_000): Context {
  const unused = () => undefined;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:ap-south-1:123456789012:function:${functionName}`,
    memoryLimitInMB: '256',
    awsRequestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: '2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef',
    getRemainingTimeInMillis: () => remainingMs,
    done: unused,
    fail: unused,
    succeed: unused,
  };
}
