import { createServer, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type Listening, listenOnLoopback } from './listen-on-loopback.ts';

/** A key pair of an issuer, with the public half as in its key set. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function newSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A token with these claims, signed with this key. It has a `kid` unless that is undefined. */
export function signToken(
  { alg, kid, privateKey }: Pick<SigningKey, 'alg' | 'privateKey'> & { readonly kid: string | undefined },
  claims: JWTPayload,
): Promise<string> {
  const named = kid === undefined ? {} : { kid };
  return new SignJWT(claims).setProtectedHeader({ alg, ...named, typ: 'JWT' }).sign(privateKey);
}

/** The claims of an operator with every right, valid for a minute. */
export const operatorClaims = (issuer: Pick<LoopbackIssuer, 'url'>): JWTPayload => ({
  iss: issuer.url,
  aud: 'misp',
  sub: '110005',
  preferred_username: 'operator',
  realm_access: { roles: ['MISP'] },
  exp: Math.floor(Date.now() / 1000) + 60,
});

export type Reply = (response: ServerResponse) => void;
export const json =
  (content: unknown): Reply =>
  (response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(content));

/** An OpenID issuer on this machine, on a free port. Tests can change its answers. */
export class LoopbackIssuer {
  /** Keys in its key set. */
  keys: readonly SigningKey[];
  /** Replaces its answer. */
  discovery: Reply | undefined;
  keySet: Reply | undefined;
  /** Its key set at another address, `/new-keys`. */
  moved: Reply | undefined;
  /** Paths that were requested, in order. */
  readonly asked: string[] = [];
  /** The user agents of these requests. */
  readonly askedBy: (string | undefined)[] = [];
  /** How many were opened, and how many of them are open. */
  connections = 0;
  openConnections = 0;
  /** The address by which it is reached and which it names as its own, if that differs: behind a TLS proxy. */
  address: string | undefined;
  readonly #listening: Listening;

  private constructor(keys: readonly SigningKey[], listening: Listening) {
    this.keys = keys;
    this.#listening = listening;
  }

  static async start(...keys: readonly SigningKey[]): Promise<LoopbackIssuer> {
    const server = createServer();
    const issuer = new LoopbackIssuer(keys, await listenOnLoopback(server));
    server.on('connection', (socket) => {
      issuer.connections += 1;
      issuer.openConnections += 1;
      socket.on('close', () => {
        issuer.openConnections -= 1;
      });
    });
    server.on('request', (request, response) => {
      issuer.asked.push(request.url ?? '');
      issuer.askedBy.push(request.headers['user-agent']);
      if (request.url === '/.well-known/openid-configuration') {
        const answer = issuer.discovery ?? json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` });
        answer(response);
      } else if (request.url === '/keys') {
        const answer = issuer.keySet ?? json({ keys: issuer.keys.map(({ jwk }) => jwk) });
        answer(response);
      } else if (request.url === '/new-keys' && issuer.moved !== undefined) issuer.moved(response);
      else response.writeHead(404).end();
    });
    return issuer;
  }

  get url(): string {
    return this.address ?? this.#listening.url;
  }

  /** Answers everything with an error from now on. */
  breakDown(): void {
    this.discovery = (response) => response.writeHead(503).end();
    this.keySet = this.discovery;
  }

  recover(): void {
    this.discovery = undefined;
    this.keySet = undefined;
  }

  stop(): Promise<void> {
    return this.#listening.stop();
  }
}
