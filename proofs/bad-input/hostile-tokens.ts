import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Issuer } from '../../local/gateway/issuer.ts';

/** A token without the header around it. */
interface Token {
  readonly text: string;
  /** A name for the token, for reports. */
  readonly caller: string;
  readonly mayPass: boolean;
  /** Whether the only fault is that it has expired. */
  readonly isExpired: boolean;
}

/** Valid tokens with unusual claims. */
async function passing(issuer: Issuer): Promise<readonly string[]> {
  const users = [
    'ada-7',
    'x'.repeat(3000),
    '\u0000\u001b',
    '__proto__',
    '\u{1f600}',
    ' a ',
    'a\ud800b',
    '100',
    'a\r\nb\u0000c\u202e',
    '\u2067\u200f\u061c\u2028\u0085\ufffe',
    `${'x'.repeat(255)}\u{1f600}`,
    '9845\u200b012345',
    `a${'\u0345'.repeat(800)}${'\u0315'.repeat(800)}`,
  ];
  const claims = [
    { sub: 'a', nested: { deep: ['x'] } },
    { preferred_username: 7 },
    { preferred_username: '\u0007' },
    { preferred_username: 'Ada\n\u202eimdA' },
    { nbf: Math.floor(Date.now() / 1000) + 5 },
    { realm_access: { roles: 'MISP,x' } },
    { 'realm_access.roles': ['MISP'], realm_access: null },
  ];
  return Promise.all([
    ...users.map((user) => issuer.token(user)),
    ...claims.map((more) => issuer.token('ada-7', { claims: more })),
  ]);
}

/** Tokens that must be refused: other issuers, other audiences, forged, unsigned, malformed. */
async function refused(issuer: Issuer, good: string): Promise<readonly string[]> {
  const [head = '', payload = '', signature = ''] = good.split('.');
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const foreign = (header: Record<string, string>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...header }).sign(other);
  const changed = { ...claims, sub: 'somebody-else' };
  const { exp: _, ...endless } = claims;
  return [
    ...(await Promise.all([
      issuer.token('ada-7', { audience: 'another-service' }),
      issuer.token('ada-7', { issuer: 'https://issuer.example' }),
      issuer.token('ada-7', { roles: [] }),
      issuer.token('ada-7', { roles: ['MISP_READER', 'misp', 'ADMIN'] }),
      issuer.token(''),
      issuer.token('ada-7', { claims: { nbf: 4_000_000_000 } }),
      issuer.token('ada-7', { claims: { exp: 'tomorrow' } }),
      issuer.token('ada-7', { claims: { aud: null } }),
      foreign({}),
      foreign({ kid: '../../etc/passwd' }),
      foreign({ kid: 'x'.repeat(2000) }),
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(head.padEnd(32, 'x'))),
    ])),
    `${encode({ alg: 'none' })}.${payload}.`,
    `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
    `${encode({ alg: 'NONE' })}.${encode(endless)}.`,
    `${encode({ alg: 'ES256', jwk: { kty: 'EC' } })}.${payload}.${signature}`,
    `${encode({ alg: 'ES256', crit: ['exp'] })}.${payload}.${signature}`,
    `${head}.${encode(changed)}.${signature}`,
    `${head}.${payload}.`,
    `${head}.${payload}.${signature.split('').reverse().join('')}`,
    `${head}.${payload}`,
    `${head}.${payload}.${signature}.x.y`,
    `${head}.!!!.${signature}`,
    `${encode([])}.${encode('x')}.${signature}`,
    `${encode({ alg: 'ES256', deep: '['.repeat(1000) })}.${'A'.repeat(6000)}.${signature}`,
    'A'.repeat(9000),
    'null',
    '..',
    '{}',
  ];
}

/** Every kind of token, valid ones first. */
export async function hostileTokens(issuer: Issuer): Promise<readonly Token[]> {
  const good = await issuer.token('misp-operator');
  const tokenThat = (mayPass: boolean, isExpired: boolean) => (text: string) => ({
    text,
    mayPass,
    isExpired,
    caller: Buffer.from(text.split('.')[1] ?? '', 'base64url')
      .toString()
      .slice(0, 120),
  });
  const expired = await Promise.all(
    [-60, -400_000].map((lifetimeSeconds) => issuer.token('ada-7', { lifetimeSeconds })),
  );
  return [
    ...(await passing(issuer)).map(tokenThat(true, false)),
    ...expired.map(tokenThat(false, true)),
    ...(await refused(issuer, good)).map(tokenThat(false, false)),
  ];
}
