import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { operations } from '../../../functions/operations.ts';
import { call, post, register } from '../calls-in-test.ts';
import { arrived, cloud } from './cloud.ts';

describe('the synthesized stack', () => {
  test('a request goes through gateway, function and engine, and its audit trail reaches the bus', async () => {
    const before = cloud.events().length;
    const { status, body, headers } = await register(cloud, 'First');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      response: { mispStatus: 'Active', mispID: expect.stringMatching(/^\d+$/) },
      errors: [],
    });
    await cloud.idle();
    expect(await cloud.outboxRows()).toBe(0);
    const events = cloud.events(before);
    expect(events.map(({ detail }) => detail.eventId)).toEqual(
      ['101', '102', '103', '212', '200'].map((id) => `PMS_MSP_${id}`),
    );
    expect(events[0]?.detail).toMatchObject({ sessionUserId: 'jo', requestId: headers.get('apigw-requestid') });
    expect(arrived).toEqual(cloud.events().map(({ n }) => n));
  });

  test('every operation has its function, and every function its row', () => {
    const names = cloud.functions().map(({ name }) => name);
    for (const { name } of operations)
      expect(names.filter((candidate) => candidate.endsWith(`-${name}`))).toHaveLength(1);
    for (const row of cloud.functions()) expect(row.bundleBytes).toBeGreaterThan(1000);
  });

  test('a function can be invoked by its name without the stage', async () => {
    expect(await cloud.invoke('authorize-caller', { headers: {} })).toMatchObject({
      ok: true,
      value: { isAuthorized: false },
    });
    expect(() => cloud.invoke('nobody', {})).toThrow('nobody');
  });

  test('tokens that are expired, of another audience or without the role are refused', async () => {
    const list = async (token: string) =>
      (await call(`${cloud.baseUrl}/misps`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await list(await cloud.token())).toBe(200);
    expect(await list(await cloud.token('jo', { lifetimeSeconds: -120 }))).toBe(401);
    expect(await list(await cloud.token('jo', { audience: 'another' }))).toBe(403);
    expect(await list(await cloud.token('jo', { issuer: 'http://127.0.0.1:1' }))).toBe(403);
    expect(await list(await cloud.token('jo', { roles: ['OTHER'] }))).toBe(403);
  });
});

describe("MOSIP's authmanager", () => {
  const authenticate = (way: string, credentials: Record<string, string>) =>
    post(`${cloud.url}/v1/authmanager/authenticate/${way}`, {
      id: 'mosip.io.userId.pwd',
      version: '1.0',
      requesttime: '2026-01-01T00:00:00.000Z',
      metadata: {},
      request: { appId: 'partner', ...credentials },
    });

  test.each([
    ['useridPwd', { userName: 'mona', password: 'any' }, 'Username and password'],
    ['clientidsecretkey', { clientId: 'mona', secretKey: 'any' }, 'Clientid and Token'],
  ])('%s returns a token that the service accepts, as header and as cookie', async (way, credentials, who) => {
    const { status, headers, body } = await authenticate(way, credentials);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: 'mosip.io.userId.pwd',
      version: '1.0',
      responsetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      metadata: null,
      response: { status: 'success', message: `${who} combination had been validated successfully` },
      errors: null,
    });
    const token = String(headers.get('authorization'));
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^Authorization=[\w.-]+; Max-Age=\d+; Expires=[^;]+; Path=\/; HttpOnly$/);
    expect(cookie).toContain(`Authorization=${token};`);
    expect(decodeJwt(token)).toMatchObject({ preferred_username: 'mona', realm_access: { roles: ['MISP'] } });
    const answer = await call(`${cloud.baseUrl}/misps`, { headers: { cookie: `Authorization=${token}` } });
    expect(answer.status).toBe(200);
  });

  test('users whose name starts with norole have no role', async () => {
    const { headers } = await authenticate('useridPwd', { userName: 'norole-mona', password: 'any' });
    const { status } = await call(`${cloud.baseUrl}/misps`, {
      headers: { authorization: `Bearer ${headers.get('authorization')}` },
    });
    expect(status).toBe(403);
  });

  test('without a password there is no token', async () => {
    const { headers, body } = await authenticate('useridPwd', { userName: 'mona', password: ' ' });
    expect(headers.get('authorization')).toBeNull();
    expect(body).toMatchObject({ response: null, errors: [{ errorCode: 'KER-ATH-019' }] });
    expect((await authenticate('constructor', {})).status).toBe(404);
  });
});

describe('pages of the local cloud', () => {
  test('a token without a password, with the rights of its user', async () => {
    const statusWith = async (query: string) => {
      const { body } = await call(`${cloud.url}/_local/token${query}`);
      const { token } = body as { token: string };
      const headers = { authorization: `Bearer ${token}` };
      const listed = await call(`${cloud.baseUrl}/misps`, { headers });
      return [listed.status, (await post(`${cloud.baseUrl}/misps`, {}, headers)).status];
    };
    expect(await statusWith('')).toEqual([200, 400]);
    expect(await statusWith('?user=viewer-jo')).toEqual([200, 403]);
    expect(await statusWith('?roles=MISP_REGISTRAR')).toEqual([200, 400]);
    expect(await statusWith('?user=norole-jo')).toEqual([403, 403]);
    expect((await call(`${cloud.url}/_local/token?role=MISP`)).status).toBe(400);
    expect((await post(`${cloud.url}/_local/token`, {})).status).toBe(404);
  });

  test('the reference page, which calls the host under which it was opened', async () => {
    expect((await fetch(`${cloud.url}/_local/docs`)).headers.get('content-type')).toContain('text/html');
    const byName = cloud.url.replace('127.0.0.1', 'localhost');
    for (const origin of [cloud.url, byName]) {
      const { body } = await call(`${origin}/_local/docs/openapi.json`);
      const [server] = (body as { servers: { url: string }[] }).servers;
      expect(server?.url).toBe(cloud.baseUrl.replace(cloud.url, origin));
    }
    expect((await call(`${cloud.url}/_local/docs/nothing`)).status).toBe(404);
    expect((await call(`${cloud.url}/_local/docsx`)).status).toBe(404);
    expect((await post(`${cloud.url}/_local/docs`, {})).status).toBe(404);
  });

  test('the issuer shows the key of its tokens', async () => {
    const { body } = await call(`${cloud.issuer.url}/.well-known/openid-configuration`);
    const document = body as { issuer: string; jwks_uri: string };
    expect(document.issuer).toBe(cloud.issuer.url);
    const keys = createRemoteJWKSet(new URL(document.jwks_uri));
    const { payload } = await jwtVerify(await cloud.token('jo'), keys, { issuer: cloud.issuer.url });
    expect(payload).toMatchObject({ sub: 'jo', aud: cloud.template.outputs.TokenAudience });
    expect(JSON.stringify((await call(document.jwks_uri)).body)).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  test('events as lines of JSON, from any number on', async () => {
    await register(cloud, 'Second');
    await cloud.idle();
    const answer = await fetch(`${cloud.url}/_local/events?since=3`);
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { n: number });
    expect(lines.map(({ n }) => n)).toEqual(
      cloud
        .events()
        .slice(3)
        .map(({ n }) => n),
    );
    expect(Object.keys(lines[0] ?? {})).toEqual(['n', 'time', 'source', 'detail-type', 'detail']);
    expect((await fetch(`${cloud.url}/_local/events?since=x`)).status).toBe(400);
  });

  test('the outbox and the functions', async () => {
    expect((await call(`${cloud.url}/_local/outbox`)).body).toEqual({ rows: 0 });
    expect((await call(`${cloud.url}/_local/functions`)).body).toEqual({ functions: cloud.functions() });
    expect(Object.keys((await call(`${cloud.url}/_local`)).body as object)).toContain('events');
    expect((await call(`${cloud.url}/_local/nothing`)).status).toBe(404);
    expect((await post(`${cloud.url}/_local/events`, {})).status).toBe(404);
  });

  test.each(['/_local/events', '/_local/issuer/jwks', '/v1/authmanager/authenticate/useridPwd'])(
    '%s is refused under another host name',
    async (path) => {
      const statusFor = (host: string) =>
        new Promise<number | undefined>((resolve, reject) => {
          const ask = request(`${cloud.url}${path}`, { headers: { host } }, (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          });
          ask.on('error', reject).end();
        });
      expect(await statusFor('attacker.example')).toBe(403);
      expect(await statusFor('127.0.0.1.attacker.example')).toBe(403);
      expect(await statusFor('localhost:3000')).not.toBe(403);
    },
  );
});
