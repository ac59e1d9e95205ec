import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { base64url, exportSPKI, type JWTPayload, SignJWT } from 'jose';
import {
  type AuthorizerDependencies,
  authorizeCaller,
} from '../../../functions/lambdas/authorize-caller/authorize-caller.ts';
import { IssuerUnreachable } from '../../../functions/lambdas/authorize-caller/issuer-unreachable.ts';
import { keySetOf, verifyToken } from '../../../functions/lambdas/authorize-caller/key-set.ts';
import type { Level, LogLine } from '../../../functions/telemetry/log.ts';
import type { MetricValues } from '../../../functions/telemetry/metrics.ts';
import { authorizerEvent } from '../../support/authorizer-event.ts';
import { newSigningKey, type SigningKey, signToken } from '../../support/loopback-issuer.ts';
import { NOW } from '../../support/sample-misp.ts';

const seconds = (at: number) => Math.floor(at / 1000);
const claims: JWTPayload = {
  iss: 'https://issuer.test/realms/mosip',
  aud: 'misp-management',
  sub: 'ada-7',
  preferred_username: 'Ada Admin',
  realm_access: { roles: ['MISP'] },
  iat: seconds(NOW) - 60,
  exp: seconds(NOW) + 60,
};
const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim));

let issuerKey: SigningKey;
let rsaKey: SigningKey;
let foreignKey: SigningKey;
let dependencies: AuthorizerDependencies;
let logged: { level: Level; line: LogLine }[];
let counted: MetricValues[];
beforeAll(async () => {
  [issuerKey, rsaKey, foreignKey] = await Promise.all([
    newSigningKey('key-1'),
    newSigningKey('key-2', 'RS256'),
    newSigningKey('key-1'),
  ]);
});
beforeEach(() => {
  logged = [];
  counted = [];
  const keys = keySetOf({ keys: [issuerKey.jwk, rsaKey.jwk] });
  dependencies = {
    issuer: 'https://issuer.test/realms/mosip',
    audience: 'misp-management',
    algorithms: ['ES256', 'RS256'],
    tokenSource: 'header',
    claims: { roles: 'realm_access.roles', userId: 'sub', userName: 'preferred_username' },
    rolesByRight: {
      validate: ['MISP'],
      read: ['MISP'],
      register: ['MISP'],
      approve: ['MISP'],
      operate: ['MISP'],
      keys: ['MISP'],
    },
    verify: (token, options) => verifyToken(token, keys, options),
    clock: () => NOW,
    log: (level, line) => logged.push({ level, line }),
    metrics: (values) => counted.push(values),
  };
});

const authorize = (token: string, overrides: Partial<AuthorizerDependencies> = {}) =>
  authorizeCaller(authorizerEvent({ authorization: `Bearer ${token}` }), { ...dependencies, ...overrides });
const passed = {
  userId: 'ada-7',
  userName: 'Ada Admin',
  issuer: 'https://issuer.test/realms/mosip',
  rights: 'validate,read,register,approve,operate,keys',
  expiresAt: seconds(NOW) + 60,
  standing: 'current',
  logUser: 'ada-7',
};
const denied = { isAuthorized: false, context: {} };
const reasons = () => logged.map(({ line }) => ('reason' in line ? line.reason : line.event));

describe('a caller may pass', () => {
  test.each(['ES256', 'RS256'])('with a token of the issuer, signed with %s', async (alg) => {
    const token = await signToken(alg === 'ES256' ? issuerKey : rsaKey, claims);
    expect(await authorize(token)).toEqual({
      isAuthorized: true,
      context: passed,
    });
    expect(logged).toEqual([]);
  });

  test('with an encoded id in the access log, and a contact there only as a pseudonym', async () => {
    const contextFor = async (sub: string) => (await authorize(await signToken(issuerKey, { ...claims, sub }))).context;
    expect(await contextFor('a"b c')).toMatchObject({ userId: 'a"b c', logUser: 'a%22b%20c' });
    const { userId, logUser } = await contextFor('jane@example.org');
    expect(logUser).toBe(userId);
    expect(logUser).toMatch(/^user-[0-9a-f]{16}$/);
  });

  test('with an audience among several', async () => {
    const token = await signToken(issuerKey, { ...claims, aud: ['account', 'misp-management'] });
    expect((await authorize(token)).isAuthorized).toBe(true);
  });

  test("of the right client without an audience, as in Cognito's access tokens", async () => {
    const token = await signToken(issuerKey, { ...without('aud'), client_id: 'misp-management' });
    expect((await authorize(token)).isAuthorized).toBe(true);
  });

  test('from ten seconds before its token is valid until ten seconds after it, because clocks differ', async () => {
    const token = await signToken(issuerKey, { ...claims, nbf: seconds(NOW), exp: seconds(NOW) + 60 });
    const standingAt = async (offsetMs: number) => {
      const answer = await authorize(token, { clock: () => seconds(NOW) * 1000 + offsetMs });
      return answer.isAuthorized ? answer.context?.standing : 'refused';
    };
    expect(await standingAt(-10_001)).toBe('refused');
    expect(await standingAt(-10_000)).toBe('current');
    expect(await standingAt(-3000)).toBe('current');
    expect(await standingAt(69_999)).toBe('current');
    expect(await standingAt(70_000)).toBe('expired');
    expect(reasons()).toEqual(['ERR_JWT_CLAIM_VALIDATION_FAILED nbf']);
  });

  test('with a cookie if configured', async () => {
    const event = authorizerEvent({}, [`Authorization=${await signToken(issuerKey, claims)}`]);
    expect((await authorizeCaller(event, { ...dependencies, tokenSource: 'cookie' })).isAuthorized).toBe(true);
    expect(await authorizeCaller(event, dependencies)).toEqual(denied);
    expect(reasons()).toEqual(['no token']);
  });
});

describe('a token that has expired', () => {
  const expired = { ...claims, exp: seconds(NOW) - 10 };

  test('passes as expired if it is otherwise valid: the operation asks its caller to renew it', async () => {
    expect(await authorize(await signToken(issuerKey, expired))).toEqual({
      isAuthorized: true,
      context: { ...passed, expiresAt: seconds(NOW) - 10, standing: 'expired' },
    });
    expect(logged).toEqual([]);
    expect(counted).toEqual([]);
  });

  test.each<[string, (key: SigningKey) => Promise<string>, string]>([
    ['of another issuer', (key) => signToken(key, { ...expired, iss: 'x' }), 'ERR_JWT_CLAIM_VALIDATION_FAILED iss'],
    ['for another audience', (key) => signToken(key, { ...expired, aud: 'account' }), 'audience'],
    [
      'that is not valid yet',
      (key) => signToken(key, { ...expired, nbf: seconds(NOW) + 30 }),
      'ERR_JWT_CLAIM_VALIDATION_FAILED nbf',
    ],
    ['without a role', (key) => signToken(key, { ...expired, realm_access: { roles: ['PARTNER'] } }), 'role missing'],
    [
      'without a user',
      (key) => signToken(key, Object.fromEntries(Object.entries(expired).filter(([name]) => name !== 'sub'))),
      'user id missing',
    ],
    ['signed with a foreign key', () => signToken(foreignKey, expired), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
  ])('is refused %s', async (_, makeToken, reason) => {
    expect(await authorize(await makeToken(issuerKey))).toEqual(denied);
    expect(reasons()).toEqual([reason]);
    expect(counted).toEqual([{ TokensRefused: 1 }]);
  });
});

describe('the rights of a token', () => {
  const rolesByRight = {
    validate: ['MISP', 'V'],
    read: ['MISP', 'R'],
    register: ['MISP'],
    approve: ['A'],
    operate: ['MISP'],
    keys: ['K'],
  };
  test.each([
    [['MISP'], 'validate,read,register,operate'],
    [['V'], 'validate'],
    [['K', 'R', 'A'], 'read,approve,keys'],
    [['R', 'unheard-of'], 'read'],
  ])('come from its roles %j', async (roles, rights) => {
    const token = await signToken(issuerKey, { ...claims, realm_access: { roles } });
    expect((await authorize(token, { rolesByRight })).context).toEqual({ ...passed, rights });
  });

  test('are none if no role gives any: it is refused', async () => {
    const token = await signToken(issuerKey, { ...claims, realm_access: { roles: ['misp', 'v', ''] } });
    expect(await authorize(token, { rolesByRight })).toEqual(denied);
    expect(reasons()).toEqual(['role missing']);
  });
});

describe('a caller is refused', () => {
  const refusals: readonly (readonly [string, () => Promise<string> | string, string])[] = [
    ['a token that never expires', () => signToken(issuerKey, without('exp')), 'ERR_JWT_CLAIM_VALIDATION_FAILED exp'],
    [
      'a token that is not valid yet',
      () => signToken(issuerKey, { ...claims, nbf: seconds(NOW) + 30 }),
      'ERR_JWT_CLAIM_VALIDATION_FAILED nbf',
    ],
    [
      'a token of another issuer',
      () => signToken(issuerKey, { ...claims, iss: 'https://issuer.test/realms/other' }),
      'ERR_JWT_CLAIM_VALIDATION_FAILED iss',
    ],
    ['a token without an issuer', () => signToken(issuerKey, without('iss')), 'ERR_JWT_CLAIM_VALIDATION_FAILED iss'],
    ['a token for another audience', () => signToken(issuerKey, { ...claims, aud: 'account' }), 'audience'],
    ['a token for other audiences', () => signToken(issuerKey, { ...claims, aud: ['account', 'broker'] }), 'audience'],
    ['a token without an audience', () => signToken(issuerKey, without('aud')), 'audience'],
    [
      'a token of another client, without an audience',
      () => signToken(issuerKey, { ...without('aud'), client_id: 'account' }),
      'audience',
    ],
    [
      'a token for another audience, for any client',
      () => signToken(issuerKey, { ...claims, aud: 'account', client_id: 'misp-management' }),
      'audience',
    ],
    ['a token signed with a foreign key', () => signToken(foreignKey, claims), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    [
      'a token with changed claims',
      async () => {
        const [header, , signature] = (await signToken(issuerKey, without('realm_access'))).split('.');
        return `${header}.${base64url.encode(JSON.stringify(claims))}.${signature}`;
      },
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ],
    [
      'a token without a signature',
      () => {
        const part = (content: unknown) => base64url.encode(JSON.stringify(content));
        return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
      },
      'ERR_JOSE_ALG_NOT_ALLOWED',
    ],
    [
      'a token signed with the public key as a shared secret',
      async () => {
        const secret = new TextEncoder().encode(await exportSPKI(rsaKey.publicKey));
        return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-2' }).sign(secret);
      },
      'ERR_JOSE_ALG_NOT_ALLOWED',
    ],
    [
      'a token of a key that the issuer does not have',
      () => signToken({ ...issuerKey, kid: 'key-9' }, claims),
      'ERR_JWKS_NO_MATCHING_KEY',
    ],
    ['a text that is not a token', () => 'not-a-token', 'ERR_JWS_INVALID'],
    ['a token without the role', () => signToken(issuerKey, without('realm_access')), 'role missing'],
    [
      'a token with other roles',
      () => signToken(issuerKey, { ...claims, realm_access: { roles: ['PARTNER', 'misp'] } }),
      'role missing',
    ],
    ['a token without a user', () => signToken(issuerKey, without('sub')), 'user id missing'],
  ];

  test.each(refusals)('with %s', async (_, makeToken, reason) => {
    const token = await makeToken();
    expect(await authorize(token)).toEqual(denied);
    expect(logged).toEqual([{ level: 'WARN', line: { event: 'token-refused', reason } }]);
    expect(JSON.stringify(logged)).not.toContain(token);
  });

  test('with an algorithm that the deployment does not accept', async () => {
    const token = await signToken(rsaKey, claims);
    expect(await authorize(token, { algorithms: ['ES256'] })).toEqual(denied);
    expect(reasons()).toEqual(['ERR_JOSE_ALG_NOT_ALLOWED']);
  });

  test('with a shared secret even if the deployment accepted its algorithm', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(rsaKey.publicKey));
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-2' }).sign(secret);
    expect(await authorize(token, { algorithms: ['HS256'] })).toEqual(denied);
  });

  test('without a token', async () => {
    expect(await authorizeCaller(authorizerEvent(), dependencies)).toEqual(denied);
    expect(reasons()).toEqual(['no token']);
  });
});

describe('no decision is possible', () => {
  const unreachable = new IssuerUnreachable('jwks-uri-not-https', { cause: new RangeError('https://secret.example') });
  test.each([
    ['the issuer is out of reach', unreachable, { reason: 'jwks-uri-not-https', cause: 'RangeError' }],
    ['anything else goes wrong', new TypeError('fetch failed'), {}],
  ])('if %s: the authorizer throws, and nothing is cached', async (_, error, facts) => {
    const token = await signToken(issuerKey, claims);
    await expect(authorize(token, { verify: () => Promise.reject(error) })).rejects.toBe(error);
    expect(logged).toEqual([
      {
        level: 'ERROR',
        line: { event: 'authorization-failed', errorName: error.name, frames: expect.any(Array), ...facts },
      },
    ]);
    expect(JSON.stringify(logged)).not.toContain(error.message);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });
});

test.each(['EdDSA', 'Ed25519'])(
  'a token signed by Ed25519, which its header calls %s, is accepted where EdDSA is',
  async (name) => {
    const key = await newSigningKey('key-3', name);
    const keys = keySetOf({ keys: [key.jwk] });
    const verify: AuthorizerDependencies['verify'] = (token, options) => verifyToken(token, keys, options);
    const token = await signToken(key, { ...claims, iss: dependencies.issuer, aud: dependencies.audience });
    expect(await authorize(token, { algorithms: ['EdDSA'], verify })).toMatchObject({ isAuthorized: true });
    expect(await authorize(token, { verify })).toEqual(denied);
  },
);
