/** The roles of users by the start of their name, to try callers with fewer rights. */
const ROLES_BY_NAME: readonly (readonly [beginning: string, roles: readonly string[]])[] = [
  ['norole', []],
  ['validator', ['MISP_VALIDATOR']],
  ['viewer', ['MISP_VIEWER']],
  ['registrar', ['MISP_REGISTRAR']],
  ['approver', ['MISP_APPROVER']],
  ['operator', ['MISP_OPERATOR']],
  ['keyadmin', ['MISP_KEY_ADMIN']],
];
/** The role of all other users, with every right. */
const EVERYTHING = ['MISP'];

/** The lifetime of tokens from the local endpoints. */
export const TOKEN_LIFETIME_SECONDS = 24 * 60 * 60;

/** The roles of a local user, by the start of the name. */
export function rolesOf(user: string): readonly string[] {
  return ROLES_BY_NAME.find(([beginning]) => user.toLowerCase().startsWith(beginning))?.[1] ?? EVERYTHING;
}

/** The `Set-Cookie` value for a token, as MOSIP's authmanager sends it. */
export function tokenCookie(token: string): string {
  const expires = new Date(Date.now() + TOKEN_LIFETIME_SECONDS * 1000).toUTCString();
  return `Authorization=${token}; Max-Age=${TOKEN_LIFETIME_SECONDS}; Expires=${expires}; Path=/; HttpOnly`;
}
