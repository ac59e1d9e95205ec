import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';

/** Where a deployment's callers send their token. */
export type TokenSource = 'header' | 'cookie' | 'either';

const fromHeader = (event: APIGatewayRequestAuthorizerEventV2) =>
  /^Bearer\s+(\S+)$/i.exec(event.headers?.authorization?.trim() ?? '')?.[1];

/**
 * MOSIP's clients send the token in a cookie named `Authorization`. As in MOSIP's own services the last one counts: an
 * earlier one is ignored, even if the last has no token.
 */
function fromCookie(event: APIGatewayRequestAuthorizerEventV2): string | undefined {
  const last = event.cookies
    ?.flatMap((cookies) => cookies.split(';'))
    .findLast((cookie) => /^\s*Authorization\s*=/i.test(cookie));
  if (last === undefined) return undefined;
  // Decoded first: a pattern that accepts two spellings of a space could backtrack for a long time.
  const value = last.slice(last.indexOf('=') + 1).replaceAll('%20', ' ');
  return /^"?(?:Bearer\s+)?"?([^\s"]+)"{0,2}$/i.exec(value.trim())?.[1];
}

/** The token of a request, from the place that the deployment configures; with `either`, the header wins. */
export function findToken(event: APIGatewayRequestAuthorizerEventV2, source: TokenSource): string | undefined {
  if (source === 'header') return fromHeader(event);
  if (source === 'cookie') return fromCookie(event);
  return fromHeader(event) ?? fromCookie(event);
}
