import { beforeAll, describe, expect, test } from '@jest/globals';
import { profileFields } from '../../scenarios/arrangements.ts';
import { driver } from './cloud.ts';

const PROBLEM = { accept: 'application/problem+json' };

let authorization: Record<string, string>;
beforeAll(async () => {
  authorization = { authorization: `Bearer ${await driver.cloud.token()}` };
});

describe('refused before the operation starts', () => {
  const json = () => ({ ...authorization, 'content-type': 'application/json' });
  const register = (body: string | Buffer, headers = json()) => driver.raw('POST', '/misps', { headers, body });

  test('every bad field is listed, and nothing is recorded', async () => {
    const fields = { ...profileFields(' '), contactNumber: [12], emailId: null, address: 'a\u0000b' };
    const answer = await register(JSON.stringify({ id: 'x', version: 'y', request: fields }));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ id: 'x', version: 'y', response: null });
    expect(answer.body.errors).toEqual(
      ['organizationName', 'contactNumber', 'emailId', 'address'].map((field) => ({
        errorCode: 'PMS_COR_001',
        message: `Missing Input Parameter - request.${field}`,
      })),
    );
    expect(await driver.eventsOf(answer.requestId)).toEqual([]);
  });

  test.each([
    ['no JSON', () => register('{'), 'body is not JSON'],
    ['no body', () => driver.raw('POST', '/misps', { headers: json() }), 'body is not JSON'],
    [
      'wrong content type',
      () => register('{}', { ...authorization, 'content-type': 'text/plain' }),
      'content type is not application/json',
    ],
    ['a body over 64 KB', () => register(JSON.stringify({ request: { x: 'x'.repeat(66_000) } })), 'body over 64 KB'],
    [
      'Latin-1',
      () => register(Buffer.from('{"request":{"organizationName":"M\u00fcll"}}', 'latin1')),
      'body is not UTF-8',
    ],
    [
      'another charset',
      () => register('{"request":{}}', { ...authorization, 'content-type': 'application/json;charset=ISO-8859-1' }),
      'body is not UTF-8',
    ],
    ['a limit of 0', () => driver.raw('GET', '/misps?limit=0', { headers: authorization }), 'limit'],
    ['a limit of 501', () => driver.raw('GET', '/misps?limit=501', { headers: authorization }), 'limit'],
    ['an invalid cursor', () => driver.raw('GET', '/misps?cursor=abc', { headers: authorization }), 'cursor'],
  ])('%s', async (_, send, what) => {
    const answer = await send();
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ errorCode: 'PMS_COR_002', message: `Invalid Input Parameter - ${what}` }]);
  });

  test('as a problem, with all fields', async () => {
    const answer = await register('{"request":{}}', { ...json(), ...PROBLEM });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      type: 'urn:mosip:pms:misp:invalid-request',
      status: 400,
      code: 'PMS_COR_001',
      requestId: answer.requestId,
      errors: ['organizationName', 'contactNumber', 'emailId', 'address'].map((field) => ({
        code: 'PMS_COR_001',
        pointer: `/request/${field}`,
        reason: 'missing',
      })),
    });
  });
});

describe("the gateway's own answers", () => {
  const list = (headers: Record<string, string>) => driver.raw('GET', '/misps', { headers });

  test('no route: 404', async () => {
    expect(await driver.raw('GET', '/nothing', { headers: authorization })).toMatchObject({
      status: 404,
      body: { message: 'Not Found' },
    });
  });

  test.each([
    ['no token', async () => ({})],
    ['no token but a cookie of another name', async () => ({ cookie: 'session=1' })],
    ['another audience', async () => bearer(await driver.cloud.token('x', { audience: 'somebody-else' }))],
    ['another issuer', async () => bearer(await driver.cloud.token('x', { issuer: 'https://evil.example.org' }))],
    ['the role missing', async () => bearer(await driver.cloud.token('x', { roles: ['PARTNER'] }))],
    ['a forged signature', async () => bearer(`${(await driver.cloud.token()).slice(0, -8)}AAAAAAAA`)],
    ['no signature', async () => bearer(unsigned(await driver.cloud.token()))],
  ])('%s: 403', async (_, headers) => {
    expect(await list(await headers())).toMatchObject({ status: 403, body: { message: 'Forbidden' } });
  });

  test("the token in MOSIP's cookie", async () => {
    const answer = await list({ cookie: `other=1; Authorization=${await driver.cloud.token()}` });
    expect(answer.status).toBe(200);
  });

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const unsigned = (token: string) => {
    const [, payload] = token.split('.');
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  };
});
