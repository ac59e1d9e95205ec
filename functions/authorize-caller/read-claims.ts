import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { cut, limits } from '../audit/limits.ts';
import type { Caller } from '../domain/misp.ts';

/** The role that every operation asks for. */
export const MISP_ROLE = 'MISP';

/** Names of the claims that a deployment's tokens carry. */
export interface ClaimNames {
  /** A claim's name, or a path with dots into nested claims: Keycloak's `realm_access.roles`, Cognito's `cognito:groups`. */
  readonly roles: string;
  readonly userId: string;
  readonly userName: string;
}

/** A claim by its name, or else by its path. */
function claim(payload: unknown, path: string): unknown {
  if (typeof payload !== 'object' || payload === null) return undefined;
  if (Object.hasOwn(payload, path)) return Reflect.get(payload, path);
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0 || !Object.hasOwn(payload, first)) return undefined;
  return claim(Reflect.get(payload, first), rest.join('.'));
}

/**
 * Whether the token is meant for this audience. Access tokens of Cognito carry no `aud`: their `client_id` stands for it, as it does for
 * API Gateway's own authorizers
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
 */
export function isFor(audience: string, { aud, client_id: clientId }: JWTPayload): boolean {
  if (aud === undefined) return clientId === audience;
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}

/** Whether the token carries the role, in a list or in a text with commas or spaces between the roles. */
export function hasMispRole(payload: JWTPayload, names: ClaimNames): boolean {
  const roles = claim(payload, names.roles);
  const list: unknown[] = typeof roles === 'string' ? roles.split(/[\s,]+/) : Array.isArray(roles) ? roles : [];
  return list.includes(MISP_ROLE);
}

/**
 * Who the token belongs to. Audit records hold what this returns, and they must not hold e-mail addresses or phone numbers:
 * an id or a name that is one is replaced by a pseudonym which stays the same for the same text.
 * @returns undefined when the token has no id in the claim that the deployment names.
 */
export function callerOf(payload: JWTPayload, names: ClaimNames): Caller | undefined {
  const userId = claim(payload, names.userId);
  if (typeof userId !== 'string' || userId.trim() === '') return undefined;
  const userName = claim(payload, names.userName);
  const shownName = typeof userName === 'string' && userName.trim() !== '' ? userName : userId;
  // What an issuer signs is still text from outside: it is stored with MISPs and records, which have room for so much.
  return {
    userId: cut(withoutContact(userId), limits.userId),
    userName: cut(withoutContact(shownName), limits.name),
  };
}

const CONTACT = /\S@\S|^\+?[\d\s().-]{9,}$/;
const PSEUDONYM_LENGTH = 16;

function withoutContact(text: string): string {
  if (!CONTACT.test(text)) return text;
  return `user-${createHash('sha256').update(text, 'utf8').digest('hex').slice(0, PSEUDONYM_LENGTH)}`;
}
