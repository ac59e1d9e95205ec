import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { BASE_PATH } from './gateway-event.ts';

/** The event of an HTTP API for its authorizer: payload 2.0, headers in lower case, cookies separate. */
export function authorizerEvent(
  headers: Readonly<Record<string, string>> = {},
  cookies?: readonly string[],
): APIGatewayRequestAuthorizerEventV2 {
  const path = `${BASE_PATH}/misps`;
  const routeKey = `GET ${path}`;
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:ap-south-1:123456789012:r3pmxmplak/$default/GET${path}`,
    identitySource: Object.values(headers),
    routeKey,
    rawPath: path,
    rawQueryString: '',
    cookies: cookies === undefined ? [] : [...cookies],
    headers: { host: 'r3pmxmplak.execute-api.ap-south-1.amazonaws.com', ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'r3pmxmplak',
      domainName: 'r3pmxmplak.execute-api.ap-south-1.amazonaws.com',
      domainPrefix: 'r3pmxmplak',
      http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '01/Mar/2026:10:20:30 +0000',
      timeEpoch: 1772360430456,
    },
  };
}
