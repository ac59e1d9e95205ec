import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';

/** Where a deployment's callers send their token. */
export type TokenSource = 'header' | 'cookie' | 'either';

const fromHeader = (event: APIGatewayRequestAuthorizerEventV2) =>
  /^Bearer\s+(\S+)$/i.exec(event.headers?.authorization?.trim() ?? '')?.[1];

/** MOSIP's clients send the token in a cookie named `Authorization`. */
const fromCookie = (event: APIGatewayRequestAuthorizerEventV2) =>
  event.cookies
    ?.flatMap((cookies) => cookies.split(';'))
    .map((cookie) => /^\s*Authorization=(?:Bearer(?:\s|%20)+)?"?([^\s";]+)"?\s*$/i.exec(cookie)?.[1])
    .find((token) => token !== undefined);

/** The token of a request, looked for where the deployment says; with `either`, the header goes first. */
export function findToken(event: APIGatewayRequestAuthorizerEventV2, source: TokenSource): string | undefined {
  if (source === 'header') return fromHeader(event);
  if (source === 'cookie') return fromCookie(event);
  return fromHeader(event) ?? fromCookie(event);
}
