import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import type { Issuer } from './issuer.ts';
import { LOCAL_PATH } from './local-endpoints.ts';
import type { GatewayRequest } from './request.ts';
import { rolesOf, TOKEN_LIFETIME_SECONDS, tokenCookie } from './users.ts';

/** Returns a token without a password. */
export const TOKEN_PATH = `${LOCAL_PATH}/token`;

/** The user of a token if the query names none. */
export const DEFAULT_USER = 'misp-operator';

const USER = /^[\w.@-]{1,64}$/;
const ROLE = /^[\w.:-]{1,64}$/;
/** A token with more roles would exceed the header limit. */
const MAX_ROLES = 20;

/**
 * Returns a token of the local issuer for the user in the query, with the roles in the query or those of the user's
 * name.
 * @param tokenSource where the authorizer expects the token. With `cookie` the answer sets the cookie, because a page
 * cannot.
 */
export async function answerToken(
  request: GatewayRequest,
  issuer: Issuer,
  tokenSource: string | undefined,
): Promise<GatewayAnswer> {
  const asked = readTokenQuery(request.query);
  if ('message' in asked) return jsonAnswer(400, asked);
  const { user, roles } = asked;
  const token = await issuer.token(user, { roles, lifetimeSeconds: TOKEN_LIFETIME_SECONDS });
  const body = { token, user, roles, expiresInSeconds: TOKEN_LIFETIME_SECONDS };
  const answer = jsonAnswer(200, body, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  return tokenSource === 'cookie' ? { ...answer, cookies: [tokenCookie(token)] } : answer;
}

/** The parsed query, or what is wrong with it. */
type TokenQuery = { readonly user: string; readonly roles: readonly string[] } | { readonly message: string };

function readTokenQuery(query: GatewayRequest['query']): TokenQuery {
  const given = new Map(query);
  const unknown = [...given.keys()].filter((name) => name !== 'user' && name !== 'roles');
  if (unknown.length > 0) return { message: `unknown parameters: ${unknown.join(', ')}. Allowed: user, roles` };
  if (given.size < query.length) return { message: 'user and roles may each be given once' };
  const user = given.get('user') ?? DEFAULT_USER;
  if (!USER.test(user)) return { message: 'user is 1 to 64 letters, digits and . _ @ -' };
  const listed = given.get('roles');
  if (listed === undefined) return { user, roles: rolesOf(user) };
  const roles = listed.split(',').filter((role) => role !== '');
  if (roles.length <= MAX_ROLES && roles.every((role) => ROLE.test(role))) return { user, roles };
  return { message: `roles are names with commas between them, at most ${MAX_ROLES}: letters, digits and . _ : -` };
}
