import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { cut, limits } from '../../audit/limits.ts';
import type { Caller } from '../../domain/misp.ts';
import { type Right, type RolesByRight, rights } from '../../domain/rights.ts';
import { looksLikeContact, seenForm } from './looks-like-contact.ts';

/** Names of the claims that a deployment's tokens carry. */
export interface ClaimNames {
  /** A path with dots into nested claims, or a claim's name: Keycloak's `realm_access.roles`, Cognito's `cognito:groups`. */
  readonly roles: string;
  readonly userId: string;
  readonly userName: string;
}

/**
 * The claims that a path with dots leads to; their names may have dots, too. If two names fit, the claims under the
 * longer one come before those under the shorter one. No claim is found twice.
 */
function claimsAt(claims: unknown, path: string): readonly unknown[] {
  if (typeof claims !== 'object' || claims === null) return [];
  const named = Object.hasOwn(claims, path) ? [Reflect.get(claims, path)] : [];
  const onTheWay = Object.keys(claims).filter((name) => path.startsWith(`${name}.`));
  const nested = onTheWay
    .sort((one, other) => other.length - one.length)
    .flatMap((name) => claimsAt(Reflect.get(claims, name), path.slice(name.length + 1)));
  return [...named, ...nested];
}

const isText = (found: unknown): found is string => typeof found === 'string' && found.trim() !== '';

/** The roles of a claim: a list, or a text with commas or spaces between them. */
function rolesIn(found: unknown): readonly unknown[] {
  if (typeof found === 'string') return found.split(/[\s,]+/);
  return Array.isArray(found) ? found : [];
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

/** The rights that the token's roles give, in any claim that the deployment's path for roles leads to. */
export function rightsOf(payload: JWTPayload, names: ClaimNames, rolesByRight: RolesByRight): readonly Right[] {
  const roles = new Set(claimsAt(payload, names.roles).flatMap(rolesIn));
  return rights.filter((right) => rolesByRight[right].some((role) => roles.has(role)));
}

/**
 * The owner of the token. Audit records have this value, and must not have e-mail addresses or phone numbers:
 * an id or a name that is one is replaced by a pseudonym which stays the same for the same text.
 * @returns undefined when the token has no id in the claim that the deployment names.
 */
export function callerOf(payload: JWTPayload, names: ClaimNames): Caller | undefined {
  const userId = claimsAt(payload, names.userId).find(isText);
  if (userId === undefined) return undefined;
  const userName = claimsAt(payload, names.userName).find(isText) ?? userId;
  // What an issuer signs is still text from outside, and MISPs and records, which store it, have limited room.
  return {
    userId: cut(withoutContact(userId), limits.userId),
    userName: cut(withoutContact(userName), limits.name),
  };
}

const PSEUDONYM_LENGTH = 16;
/** The form of a pseudonym, to the eye. A text of this form gets one of its own, so that nobody can take another's. */
const PSEUDONYM = /^\s*user\p{Pd}[0-9a-f]{16}\s*$/iu;

function withoutContact(text: string): string {
  if (!looksLikeContact(text) && !PSEUDONYM.test(seenForm(text))) return text;
  return `user-${createHash('sha256').update(text, 'utf8').digest('hex').slice(0, PSEUDONYM_LENGTH)}`;
}
