import type { TokenSource } from '../../functions/lambdas/authorize-caller/find-token.ts';
import { at, type ServiceAnswer, ServiceClient } from './service-client.ts';

/** How a deployment accepts the token, or a line that says why it does not. */
export type Access =
  | { readonly kind: 'admitted'; readonly tokenSource: TokenSource; readonly client: ServiceClient }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Finds out where a deployment expects its token (`auth.tokenSource`), and whether it accepts this one. To a request
 * without a token, the gateway answers 401 if it requires one in a certain place. Otherwise the authorizer answers 403.
 * @param url the stack's output ApiUrl.
 */
export async function findAccess(url: string, token: string): Promise<Access> {
  const ask = (client: ServiceClient) => client.send('GET', '/misps?limit=1');
  const inHeader = new ServiceClient(url, token, 'header');
  const inCookie = inHeader.with({ place: 'cookie' });
  const without = await ask(inHeader.with({ token: '' })).catch((error: unknown) => noAnswer(url, error));
  if ('kind' in without) return without;
  if (without.status === 403) return judged(await ask(inHeader), token, 'either', inHeader);
  if (!isFromGateway401(without))
    return refused(
      `GET /misps without a token is answered HTTP ${without.status}, not 401 or 403: is --url the output ApiUrl, with its base path?`,
    );
  const answer = await ask(inHeader);
  // This deployment does not look at the header: the gateway refused without asking the authorizer.
  return isFromGateway401(answer)
    ? judged(await ask(inCookie), token, 'cookie', inCookie)
    : judged(answer, token, 'header', inHeader);
}

/** The gateway's 401 for a missing token. The service's own 401, for an expired token, has another body. */
const isFromGateway401 = ({ status, body }: ServiceAnswer) => status === 401 && at(body, 'message') === 'Unauthorized';

function judged({ status }: ServiceAnswer, token: string, tokenSource: TokenSource, client: ServiceClient): Access {
  if (status === 200) return { kind: 'admitted', tokenSource, client };
  if (status === 401 || status === 403) return refused(refusal(status, token));
  if (status === 500)
    return refused(
      'The authorizer fails (HTTP 500): most likely it cannot read the keys of the issuer (the output TokenIssuer)',
    );
  return refused(`GET /misps with the token is answered HTTP ${status}`);
}

/** The reason of a failed connection is in the `cause` of the error of `fetch`. */
function noAnswer(url: string, error: unknown): Access {
  const reason = at(error, 'cause', 'code') ?? at(error, 'cause', 'message') ?? at(error, 'name');
  return refused(`${url} does not answer: ${String(reason)}`);
}

const refused = (why: string): Access => ({ kind: 'refused', why });

/** Lists what to check, with the token's claims. */
function refusal(status: number, token: string): string {
  const claims = claimsOf(token);
  if (claims === undefined) return `The token is refused (HTTP ${status}): it is not a JWT`;
  const said = (name: string) => JSON.stringify(at(claims, name) ?? null);
  const audience = at(claims, 'aud') === undefined ? `client_id ${said('client_id')}` : `aud ${said('aud')}`;
  const exp = at(claims, 'exp');
  const expiry = typeof exp === 'number' ? new Date(exp * 1000) : undefined;
  const isOver = expiry !== undefined && expiry.getTime() <= Date.now();
  return [
    `The token is refused (HTTP ${status}): look at its roles (auth.rights, in auth.rolesClaim)`,
    `its audience (${audience}; the stack's output TokenAudience)`,
    `its issuer (iss ${said('iss')}; TokenIssuer)`,
    isOver ? `and above all its expiry (it ended ${expiry.toISOString()})` : 'and who signed it',
  ].join(', ');
}

/** The claims of a token. Does not check the signature. */
function claimsOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
