import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createIssuer, type Issuer } from '../../local/gateway/issuer.ts';
import { answerToken } from '../../local/gateway/token-endpoint.ts';

let issuer: Issuer;
beforeAll(async () => {
  const claimNames = { roles: 'realm_access.roles', userId: 'sub', userName: 'preferred_username' };
  issuer = await createIssuer({ url: 'http://127.0.0.1:3000/_local/issuer', audience: 'misp', claimNames });
});

type Query = readonly (readonly [string, string])[];

async function ask(query: Query, tokenSource?: string) {
  const request = {
    method: 'GET',
    path: '/_local/token',
    rawQueryString: '',
    query,
    headers: {},
    cookies: [],
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
    protocol: 'HTTP/1.1',
  };
  const { status, headers, cookies, body } = await answerToken(request, issuer, tokenSource);
  return { status, headers, cookies, body: JSON.parse(body.toString()) };
}

describe('a token of this machine', () => {
  test.each<[string, Query, string, readonly string[]]>([
    ['has every right by default', [], 'misp-operator', ['MISP']],
    ['is of the named user', [['user', 'mona@example.org']], 'mona@example.org', ['MISP']],
    ["has the role of the name's prefix", [['user', 'viewer-jo']], 'viewer-jo', ['MISP_VIEWER']],
    ['has no role for such a name', [['user', 'norole']], 'norole', []],
    [
      'has the listed roles',
      [['roles', 'MISP_VIEWER,MISP_KEY_ADMIN']],
      'misp-operator',
      ['MISP_VIEWER', 'MISP_KEY_ADMIN'],
    ],
    [
      'prefers the list to the name',
      [
        ['user', 'viewer'],
        ['roles', 'A'],
      ],
      'viewer',
      ['A'],
    ],
    ['has none if the list is empty', [['roles', '']], 'misp-operator', []],
  ])('%s', async (_, query, user, roles) => {
    const { status, headers, cookies, body } = await ask(query);
    expect(status).toBe(200);
    expect(body).toEqual({ token: expect.any(String), user, roles, expiresInSeconds: 86_400 });
    const claims = decodeJwt(body.token);
    expect(claims).toMatchObject({ sub: user, preferred_username: user, realm_access: { roles } });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(86_400);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    expect(cookies).toEqual([]);
  });

  test.each<[string, Query, RegExp]>([
    ['another parameter', [['role', 'MISP']], /unknown parameters: role/],
    [
      'a user twice',
      [
        ['user', 'a'],
        ['user', 'b'],
      ],
      /once/,
    ],
    ['an empty user', [['user', '']], /^user is/],
    ['a user with a line break', [['user', 'a\nb']], /^user is/],
    ['a user that would not fit into a header', [['user', 'a'.repeat(65)]], /^user is/],
    ['a role with a space', [['roles', 'MISP, MISP_VIEWER']], /^roles are/],
    ['too many roles', [['roles', Array(21).fill('A').join(',')]], /at most 20/],
  ])('%s is a 400 that says why', async (_, query, message) => {
    const { status, body, cookies } = await ask(query, 'cookie');
    expect([status, body, cookies]).toEqual([400, { message: expect.stringMatching(message) }, []]);
  });

  test('is also a cookie, if the stack accepts it only there', async () => {
    const { body, cookies } = await ask([], 'cookie');
    expect(cookies).toEqual([expect.stringMatching(/^Authorization=[\w.-]+; Max-Age=86400; .*Path=\/; HttpOnly$/)]);
    expect(cookies[0]).toContain(`=${body.token};`);
    expect((await ask([], 'either')).cookies).toEqual([]);
    expect((await ask([], 'header')).cookies).toEqual([]);
  });
});
