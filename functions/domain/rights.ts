/** What callers can be allowed to do; each operation needs one of these (docs/rules.md, "Rights"). */
export const rights = ['validate', 'read', 'register', 'approve', 'operate', 'keys'] as const;
export type Right = (typeof rights)[number];

/** The roles that give each right. */
export type RolesByRight = Readonly<Record<Right, readonly string[]>>;

const isRight = (text: string): text is Right => rights.some((right) => right === text);

/** Rights as text, as the authorizer passes them to the functions: `validate,read`. */
export const writeRights = (held: readonly Right[]): string => held.join();

/** Reads such a text; unknown words are ignored. */
export const readRights = (text: string): ReadonlySet<Right> => new Set(text.split(',').filter(isRight));

/** The roles of each right as one text for an environment variable: `validate=MISP,MISP_VALIDATOR;read=MISP`. */
export function writeRolesByRight(roles: RolesByRight): string {
  return rights.map((right) => `${right}=${roles[right].join()}`).join(';');
}

/** @returns undefined for a text that does not give every right at least one role. */
export function readRolesByRight(text: string): RolesByRight | undefined {
  const entries = new Map(text.split(';').map((entry) => [entry.split('=')[0], entry.split('=')[1] ?? ''] as const));
  const rolesOf = (right: Right) => (entries.get(right) ?? '').split(',').filter((role) => role !== '');
  if (rights.some((right) => rolesOf(right).length === 0)) return undefined;
  return {
    validate: rolesOf('validate'),
    read: rolesOf('read'),
    register: rolesOf('register'),
    approve: rolesOf('approve'),
    operate: rolesOf('operate'),
    keys: rolesOf('keys'),
  };
}
