import { SignJWT } from 'jose';
import { isRecord } from '../template/json-values.ts';
import { type GatewayAnswer, jsonAnswer } from './answer.ts';
import { SIGNING_ALGORITHM, signingKey } from './signing-key.ts';

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
  /** Claims beside the usual ones, or in their place. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An OpenID Connect issuer as the service needs one: it signs tokens and shows its keys. */
export interface Issuer {
  /** The `iss` of its tokens. */
  readonly url: string;
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
  /** Where the key is kept, so that tokens outlive a restart; without it in memory. */
  readonly dataFolder?: string | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * An issuer with a key of its own.
 * @throws Error naming the file when the kept key cannot be read.
 */
export async function createIssuer({
  url,
  audience,
  claimNames,
  dataFolder,
  clock = Date.now,
}: IssuerOptions): Promise<Issuer> {
  const { privateKey, publicJwk, keyId } = await signingKey(dataFolder);
  const documents = new Map<string, unknown>([
    [
      '/.well-known/openid-configuration',
      {
        issuer: url,
        jwks_uri: `${url}/jwks`,
        id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      },
    ],
    ['/jwks', { keys: [publicJwk] }],
  ]);
  return {
    url,
    token: (user, options = {}) => {
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
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: keyId, typ: 'JWT' })
        .sign(privateKey);
    },
    answer: (path) => {
      const document = documents.get(path);
      return isRecord(document) ? jsonAnswer(200, document) : undefined;
    },
  };
}

/** A claim below the path that the deployment names. */
function claimAt(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  return { [first]: rest.length === 0 ? value : claimAt(rest.join('.'), value) };
}
