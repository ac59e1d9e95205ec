import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditSequences } from '../scenarios/all-sequences.ts';
import { profileFields } from '../scenarios/arrangements.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

/** Every row of the table of errors, in a deployment with the older codes; audit-sequences covers the newer ones. */

const PROBLEM = { accept: 'application/problem+json' };

/** Codes of both generations, status and problem type; this test has its own copy of docs/errors.md. */
const table: Readonly<Record<string, readonly [code: string, status: number, type: string]>> = {
  PMS_MSP_402: ['PMS_MSP_003', 409, 'name-taken'],
  PMS_MSP_401: ['PMS_MSP_004', 422, 'invalid-email'],
  PMS_MSP_005: ['PMS_MSP_005', 404, 'unknown-misp'],
  PMS_MSP_406: ['PMS_MSP_006', 404, 'unknown-license'],
  PMS_MSP_408: ['PMS_MSP_007', 404, 'license-of-another-misp'],
  PMS_MSP_409: ['PMS_MSP_012', 404, 'nothing-found'],
  PMS_MSP_405: ['PMS_MSP_1013', 409, 'misp-not-active'],
  PMS_MSP_404: ['PMS_MSP_014', 409, 'already-in-status'],
  PMS_MSP_403: ['PMS_MSP_015', 422, 'invalid-approval-word'],
  PMS_MSP_407: ['PMS_MSP_016', 422, 'invalid-activity-word'],
  PMS_MSP_418: ['PMS_MSPL_016', 422, 'invalid-license-status-word'],
  'PMS_MSP_419 expired': ['PMS_MSP_017', 409, 'license-expired'],
  'PMS_MSP_419 not approved': ['PMS_MSP_018', 409, 'misp-not-approved'],
  PMS_MSP_413: ['PMS_MSP_019', 409, 'no-active-license'],
  PMS_MSP_901: ['PMS_MSP_901', 409, 'too-many-licenses'],
  'KER-ATH-403': ['KER-ATH-403', 403, 'access-denied'],
  PMS_MSP_902: ['PMS_MSP_902', 412, 'version-mismatch'],
  PMS_MSP_903: ['PMS_MSP_903', 422, 'idempotency-key-conflict'],
  PMS_MSP_905: ['PMS_MSP_905', 409, 'misp-too-large'],
};

let driver: LocalCloudDriver;
let authorization: Record<string, string>;
beforeAll(async () => {
  driver = await startOnLocalCloud({ errorCodes: '1.0' });
  authorization = { authorization: `Bearer ${await driver.cloud.token()}` };
}, 60_000);
afterAll(() => driver.stop());

const refusals = auditSequences.filter((sequence) => sequence.error !== undefined);

describe('the older codes, in the envelope and as problems', () => {
  test.each(refusals.map((sequence) => [`${sequence.operation}: ${sequence.path}`, sequence] as const))(
    '%s',
    async (_, sequence) => {
      const { request } = await sequence.arrange(driver);
      const [code, status, type] = table[sequence.error!] ?? table[`${sequence.error} ${sequence.path}`]!;

      const envelope = await driver.send(request);
      expect(envelope.status).toBe(sequence.status ?? 200);
      expect(envelope.body).toMatchObject({ response: null, metadata: null });
      expect(envelope.body.errors).toEqual([{ errorCode: code, message: expect.any(String) }]);
      // A denied request is not read.
      if (request.method !== 'GET' && sequence.status !== 403)
        expect(envelope.body).toMatchObject({ id: 'mosip.misp', version: '1.0' });

      const problem = await driver.send({ ...request, headers: { ...request.headers, ...PROBLEM } });
      expect(problem.status).toBe(status);
      expect(problem.headers['content-type']).toBe('application/problem+json');
      expect(problem.body).toEqual({
        type: `urn:mosip:pms:misp:${type}`,
        title: expect.any(String),
        status,
        code,
        detail: envelope.body.errors[0].message,
        requestId: problem.requestId,
        errors: [],
      });
      const outcomes = (await driver.eventsOf(problem.requestId)).map(({ detail }) => detail.outcome);
      expect(new Set(outcomes)).toEqual(new Set([sequence.outcome ?? code]));
    },
  );

  test('every row of the table occurred', () => {
    const seen = new Set(refusals.map(({ error, path }) => (table[error!] ? error : `${error} ${path}`)));
    expect([...seen].sort()).toEqual(Object.keys(table).sort());
  });
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
