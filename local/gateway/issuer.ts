import { SignJWT } from 'jose';
import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { SIGNING_ALGORITHM } from './signing-key.ts';

/** Long enough for a working day with the same token in a terminal. */
const DEFAULT_LIFETIME_SECONDS = 24 * 60 * 60;

/** What a token says; everything has a default. */
export interface TokenOptions {
  /** Default: the role that every operation asks for. */
  readonly roles?: readonly string[];
  /** From now; negative for a token that has expired. */
  readonly lifetimeSeconds?: number;
  readonly audience?: string;
  readonly issuer?: string;
  /** `false` for a token that does not say which key it was signed with. */
  readonly namesKey?: boolean;
  /** Claims beside the usual ones, or in their place. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An OpenID Connect issuer as the service needs one: it signs tokens and shows its keys. */
export interface Issuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** What it signs with and shows, to be changed while it runs. */
  readonly keys: IssuerKeys;
  token(user: string, options?: TokenOptions): Promise<string>;
  /** @param path below the issuer's address. @returns undefined when nothing is there. */
  answer(path: string): GatewayAnswer | undefined;
}

/** Names of the claims that the deployment reads, with dots between nested ones. */
export interface ClaimNames {
  readonly roles: string;
  readonly userId: string;
  readonly userName: string;
}

export interface IssuerOptions {
  readonly url: string;
  readonly audience: string;
  readonly claimNames: ClaimNames;
  /** Where the keys are kept, so that tokens outlive a restart; without it in memory. */
  readonly dataFolder?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * An issuer with keys of its own.
 * @throws Error naming the file when the kept keys cannot be read.
 */
export async function createIssuer({
  url,
  audience,
  claimNames,
  dataFolder,
  clock = Date.now,
}: IssuerOptions): Promise<Issuer> {
  const keys = await IssuerKeys.open(dataFolder);
  const discovery = {
    issuer: url,
    jwks_uri: `${url}/jwks`,
    id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
  };
  return {
    url,
    keys,
    token: (user, options = {}) => {
      const { privateKey, keyId } = keys.signing;
      const named = options.namesKey === false ? {} : { kid: keyId };
      const now = Math.floor(clock() / 1000);
      const usual = [
        { sub: user, preferred_username: user, realm_access: { roles: options.roles ?? ['MISP'] } },
        claimAt(claimNames.userId, user),
        claimAt(claimNames.userName, user),
        claimAt(claimNames.roles, options.roles ?? ['MISP']),
      ];
      return new SignJWT({
        ...Object.assign({}, ...usual),
        iss: options.issuer ?? url,
        aud: options.audience ?? audience,
        iat: now,
        exp: now + (options.lifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS),
        ...options.claims,
      })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, ...named, typ: 'JWT' })
        .sign(privateKey);
    },
    answer: (path) => {
      if (path === '/.well-known/openid-configuration') return jsonAnswer(200, discovery);
      return path === '/jwks' ? jsonAnswer(200, keys.publicSet) : undefined;
    },
  };
}

/** A claim below the path that the deployment names. */
function claimAt(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  return { [first]: rest.length === 0 ? value : claimAt(rest.join('.'), value) };
}
