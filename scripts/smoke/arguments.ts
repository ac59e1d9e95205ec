import { readOptions } from '../command-line.ts';

export interface SmokeArguments {
  readonly url: string;
  readonly token: string;
  readonly tokenWithoutRole: string | undefined;
  /** Of the person who approves, if the stage wants another. */
  readonly approverToken: string | undefined;
  readonly logGroup: string | undefined;
  readonly table: string | undefined;
  readonly archive: string | undefined;
}

/**
 * @param args of the command line; by default this process's. The tokens are in the variables MISP_TOKEN,
 *   MISP_TOKEN_APPROVER and MISP_TOKEN_WITHOUT_ROLE.
 * @returns undefined for --help.
 * @throws Error that says what is wrong with the arguments. Never repeats the token.
 */
export function readArguments(args?: readonly string[]): SmokeArguments | undefined {
  const text = { type: 'string' } as const;
  const { values } = readOptions({
    args,
    options: {
      url: text,
      token: text,
      'token-without-role': text,
      'log-group': text,
      table: text,
      archive: text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { url, token = process.env.MISP_TOKEN } = values;
  // A secret that is not set is an empty variable in CI.
  const { 'token-without-role': tokenWithoutRole = process.env.MISP_TOKEN_WITHOUT_ROLE || undefined } = values;
  const approverToken = process.env.MISP_TOKEN_APPROVER || undefined;
  if (url === undefined || !token) {
    const missing = [...(url === undefined ? ['--url'] : []), ...(token ? [] : ['MISP_TOKEN in the environment'])];
    throw new Error(`Missing: ${missing.join(' and ')}; npm run smoke -- --help shows the rest`);
  }
  const fault =
    faultOfToken('MISP_TOKEN', token) ??
    faultOfToken('MISP_TOKEN_WITHOUT_ROLE', tokenWithoutRole) ??
    faultOfToken('MISP_TOKEN_APPROVER', approverToken) ??
    faultOfUrl(url) ??
    emptyOption({ '--table': values.table, '--log-group': values['log-group'], '--archive': values.archive });
  if (fault !== undefined) throw new Error(fault);
  const { table, archive } = values;
  return {
    ...{ url, token, tokenWithoutRole, approverToken, table, archive },
    logGroup: values['log-group'],
  };
}

/** What is wrong with the form of a token. Never repeats the token. */
function faultOfToken(name: string, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  if (/^bearer\b/i.test(token)) return `${name} must be the token alone, without "Bearer"`;
  if (token === '') return `${name} is empty`;
  if (/^[\x21-\x7e]+$/.test(token)) return undefined;
  return `${name} contains a blank, a line break or another character that no token has: copy it again, in one piece`;
}

function emptyOption(values: Readonly<Record<string, string | undefined>>): string | undefined {
  const empty = Object.keys(values).find((option) => values[option] === '');
  return empty === undefined ? undefined : `${empty} is empty`;
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

function faultOfUrl(url: string): string | undefined {
  const { protocol = '', hostname = '', username = '', password = '' } = URL.canParse(url) ? new URL(url) : {};
  if (!/^https?:$/.test(protocol)) {
    return '--url is the output ApiUrl, such as https://….amazonaws.com/partnermanagement/v1/misps';
  }
  if (protocol === 'http:' && !LOCAL_HOSTS.has(hostname)) {
    return '--url begins with http: on the way to another machine everybody could read the token';
  }
  if (username === '' && password === '') return undefined;
  return '--url contains a user name or password: leave it out, the token identifies the caller';
}
