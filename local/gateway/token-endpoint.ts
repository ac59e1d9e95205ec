import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import type { Issuer } from './issuer.ts';
import { LOCAL_PATH } from './local-endpoints.ts';
import type { GatewayRequest } from './request.ts';
import { rolesOf, TOKEN_LIFETIME_SECONDS, tokenCookie } from './users.ts';

/** Where a token can be had without a password. */
export const TOKEN_PATH = `${LOCAL_PATH}/token`;

/** Whose token it is when nobody says. */
export const DEFAULT_USER = 'misp-operator';

const USER = /^[\w.@-]{1,64}$/;
const ROLE = /^[\w.:-]{1,64}$/;
/** A token with more of them would not fit into the headers of a request. */
const MOST_ROLES = 20;

/**
 * Answers with a token of the local issuer: of the user that the query names, with the roles of that name or those that
 * the query lists.
 * @param tokenSource where the authorizer looks. With `cookie` the answer sets one, since a page cannot send it by itself.
 */
export async function answerToken(
  request: GatewayRequest,
  issuer: Issuer,
  tokenSource: string | undefined,
): Promise<GatewayAnswer> {
  const wish = wishOf(request.query);
  if ('message' in wish) return jsonAnswer(400, wish);
  const { user, roles } = wish;
  const token = await issuer.token(user, { roles, lifetimeSeconds: TOKEN_LIFETIME_SECONDS });
  const body = { token, user, roles, expiresInSeconds: TOKEN_LIFETIME_SECONDS };
  const answer = jsonAnswer(200, body, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  return tokenSource === 'cookie' ? { ...answer, cookies: [tokenCookie(token)] } : answer;
}

/** What a query asks for, or what is wrong with it. */
type Wish = { readonly user: string; readonly roles: readonly string[] } | { readonly message: string };

function wishOf(query: GatewayRequest['query']): Wish {
  const given = new Map(query);
  const unknown = [...given.keys()].filter((name) => name !== 'user' && name !== 'roles');
  if (unknown.length > 0) return { message: `not known here: ${unknown.join(', ')}. There are user and roles` };
  if (given.size < query.length) return { message: 'user and roles can be given once' };
  const user = given.get('user') ?? DEFAULT_USER;
  if (!USER.test(user)) return { message: 'user is 1 to 64 letters, digits and . _ @ -' };
  const listed = given.get('roles');
  if (listed === undefined) return { user, roles: rolesOf(user) };
  const roles = listed.split(',').filter((role) => role !== '');
  if (roles.length <= MOST_ROLES && roles.every((role) => ROLE.test(role))) return { user, roles };
  return { message: `roles are names with commas between them, at most ${MOST_ROLES}: letters, digits and . _ : -` };
}
