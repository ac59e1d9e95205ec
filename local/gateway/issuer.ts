import { SignJWT } from 'jose';
import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { SIGNING_ALGORITHM } from './signing-key.ts';

/** Long enough for a working day. */
const DEFAULT_LIFETIME_SECONDS = 24 * 60 * 60;

/** The content of a token. */
export interface TokenOptions {
  /** Default: `MISP`, which has every right. */
  readonly roles?: readonly string[];
  /** From now; negative for a token that has expired. */
  readonly lifetimeSeconds?: number;
  readonly audience?: string;
  readonly issuer?: string;
  /** `false` for a token without `kid`. */
  readonly namesKey?: boolean;
  /** Claims to add or replace. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A minimal OpenID Connect issuer: it signs tokens and publishes its keys. */
export interface Issuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** Its keys, which can change while it runs. */
  readonly keys: IssuerKeys;
  token(user: string, options?: TokenOptions): Promise<string>;
  /** @param path after the issuer's URL. @returns undefined if nothing is there. */
  answer(path: string): GatewayAnswer | undefined;
}

/** Names of the claims that the authorizer reads, with dots between nested ones. */
export interface ClaimNames {
  readonly roles: string;
  readonly userId: string;
  readonly userName: string;
}

export interface IssuerOptions {
  readonly url: string;
  readonly audience: string;
  readonly claimNames: ClaimNames;
  /** Where to store the keys, so tokens stay valid after a restart; without it, in memory. */
  readonly dataFolder?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * Creates an issuer with its own keys.
 * @throws Error naming the file if the stored keys cannot be read.
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

/** A claim, nested by the dots in its path. */
function claimAt(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  return { [first]: rest.length === 0 ? value : claimAt(rest.join('.'), value) };
}
