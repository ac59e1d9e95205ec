import { readRolesByRight } from '../domain/rights.ts';

/**
 * Every environment variable of every function, and its allowed values. The stack must set exactly those that a
 * function reads (this list types the props of its constructs). The function parses them once, at its start.
 */

type Parser<T> = (text: string) => T | undefined;

const text: Parser<string> = (value) => (value === '' ? undefined : value);
const integer =
  (min: number, max: number): Parser<number> =>
  (value) => {
    const number = /^[0-9]{1,9}$/.test(value) ? Number.parseInt(value, 10) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  };
const oneOf =
  <const Word extends string>(...words: readonly Word[]): Parser<Word> =>
  (value) =>
    words.find((word) => word === value);
const list: Parser<readonly string[]> = (value) => {
  const entries = value.split(',').filter((entry) => entry !== '');
  return entries.length > 0 ? entries : undefined;
};

const wholeNumbers =
  (min: number, max: number): Parser<readonly number[]> =>
  (value) => {
    const numbers = (list(value) ?? []).map(integer(min, max));
    const read = numbers.filter((number) => number !== undefined);
    return read.length > 0 && read.length === numbers.length ? read : undefined;
  };

export const variables = {
  /** Name of the deployment, `<service>-<stage>`: the dimension of its metrics. */
  SERVICE: text,
  /** Name of the table of MISPs. */
  MISPS_TABLE: text,
  /** Name of the audit outbox. */
  AUDIT_OUTBOX_TABLE: text,
  /** The generation of error codes in answers. */
  ERROR_CODES: oneOf('1.1.4', '1.0'),
  /** Length of a new licence key. */
  LICENSE_KEY_LENGTH: integer(32, 128),
  /** Validity of a new licence, in days. */
  LICENSE_VALIDITY_DAYS: integer(1, 36_500),
  /** How many days ahead the end of a licence may be. */
  LICENSE_MAX_VALIDITY_DAYS: integer(1, 36_500),
  /** Whether list, find and get show licence keys in full or only their last four characters. */
  LICENSE_KEYS_IN_LISTS: oneOf('full', 'masked'),
  /** Whether editors of a MISP are barred from approving it. */
  SEPARATION_OF_DUTIES: oneOf('on', 'off'),
  /** A MISP is announced this many days before it runs out: whole numbers, comma-separated. */
  EXPIRY_NOTICE_DAYS: wholeNumbers(1, 365),
  /** Name of the event bus. */
  AUDIT_BUS: text,
  /** The required `iss` of a token; the issuer's discovery document leads to the keys. */
  TOKEN_ISSUER: text,
  /** The issuer's key set as JSON, or `from-issuer` to fetch it. */
  TOKEN_KEYS: text,
  /** The required `aud` of a token. */
  TOKEN_AUDIENCE: text,
  /** Where the authorizer looks for the token. */
  TOKEN_SOURCE: oneOf('header', 'cookie', 'either'),
  /** Accepted signature algorithms, comma-separated. */
  TOKEN_ALGORITHMS: list,
  /** The claim with the roles: a path with dots, or a claim's name. */
  TOKEN_ROLES_CLAIM: text,
  /** The roles that give each right (`domain/rights.ts`). */
  TOKEN_RIGHTS: readRolesByRight,
  /** Claims with the caller's id and name. */
  TOKEN_USER_ID_CLAIM: text,
  TOKEN_USER_NAME_CLAIM: text,
} as const;

export type VariableName = keyof typeof variables;
type Value<Name extends VariableName> = NonNullable<ReturnType<(typeof variables)[Name]>>;
export type Environment<Name extends VariableName> = { readonly [Key in Name]: Value<Key> };
/** What the stack must set for a function that reads these variables. */
export type EnvironmentValues<Name extends VariableName> = { readonly [Key in Name]: string };

/** Variables that all operations read. */
export const operationVariables = ['SERVICE', 'MISPS_TABLE', 'AUDIT_OUTBOX_TABLE', 'ERROR_CODES'] as const;
/** Variables of the functions without a route. */
export const authorizerVariables = [
  'SERVICE',
  'TOKEN_ISSUER',
  'TOKEN_KEYS',
  'TOKEN_AUDIENCE',
  'TOKEN_SOURCE',
  'TOKEN_ALGORITHMS',
  'TOKEN_ROLES_CLAIM',
  'TOKEN_RIGHTS',
  'TOKEN_USER_ID_CLAIM',
  'TOKEN_USER_NAME_CLAIM',
] as const;
export const announcerVariables = ['SERVICE', 'MISPS_TABLE', 'AUDIT_OUTBOX_TABLE', 'EXPIRY_NOTICE_DAYS'] as const;
export const publisherVariables = ['SERVICE', 'AUDIT_OUTBOX_TABLE', 'AUDIT_BUS'] as const;

/**
 * Reads and checks the variables of a function.
 * @param names the variables that the function reads.
 * @param source usually `process.env`.
 * @throws Error with the name of every missing or invalid variable, but without values.
 */
export function readEnvironment<Name extends VariableName>(
  names: readonly Name[],
  source: Readonly<Record<string, string | undefined>>,
): Environment<Name> {
  const values = names.map((name) => [name, variables[name](source[name] ?? '')] as const);
  const wrong = values.filter(([, value]) => value === undefined).map(([name]) => name);
  if (wrong.length > 0) throw new Error(`Environment variables missing or not allowed: ${wrong.join(', ')}`);
  // Every name has a parsed value now, but TypeScript cannot follow Object.fromEntries.
  return Object.fromEntries(values) as Environment<Name>;
}
