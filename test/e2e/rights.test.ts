import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Right, rights } from '../../functions/domain/rights.ts';
import { type OperationName, operations } from '../../functions/operations.ts';
import { prepareAssembly } from '../../local/assembly/prepare-assembly.ts';
import type { ServiceCall } from '../../local/aws/admission.ts';
import { succeeding } from '../scenarios/all-sequences.ts';
import { approved, newName, registered } from '../scenarios/arrangements.ts';
import { get, keyStatusRequest, registerRequest, statusRequest, updateRequest } from '../scenarios/requests.ts';
import type { ServiceRequest } from '../scenarios/service-driver.ts';
import { type LocalCloudDriver, startOnLocalCloud } from './local-cloud-driver.ts';

/** The rights of each role in stage `dev`: every role except a validator's may also read. */
const given: Readonly<Record<Right, readonly Right[]>> = {
  validate: ['validate'],
  read: ['read'],
  register: ['register', 'read'],
  approve: ['approve', 'read'],
  operate: ['operate', 'read'],
  keys: ['keys', 'read'],
};

let calls: ServiceCall[] = [];
let driver: LocalCloudDriver;
beforeAll(async () => {
  driver = await startOnLocalCloud({
    admit: async (call) => {
      calls.push(call);
      return { admitted: true };
    },
  });
}, 60_000);
afterAll(() => driver.stop());

const matrix = rights.flatMap((right) => operations.map((operation) => [right, operation] as const));

describe('a caller with one right', () => {
  test.each(matrix.map(([right, { name, right: needed }]) => [right, name, given[right].includes(needed)] as const))(
    'with the right %s, %s: allowed? %s',
    async (right, operation, isAllowed) => {
      const { request } = await succeeding(operation)(driver);
      await driver.cloud.idle();
      calls = [];
      const answer = await driver.send({ ...request, rights: [right] });
      const touched = calls.filter(({ service }) => service === 'dynamodb').map(({ action }) => action);
      if (isAllowed) {
        expect([answer.status, answer.body.errors]).toEqual([200, []]);
        return;
      }
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ id: null, version: null, response: null });
      expect(answer.body.errors).toEqual([{ errorCode: 'KER-ATH-403', message: 'Forbidden' }]);
      // Only the row is written; BatchWriteItem is the publisher's. Nothing is read.
      expect(touched.filter((action) => action !== 'BatchWriteItem')).toEqual(['PutItem']);
      const events = await driver.eventsOf(answer.requestId);
      expect(events.map(({ detail }) => detail.eventId)).toEqual(['PMS_MSP_460']);
    },
  );
});

describe('a caller without the right to keys', () => {
  /** The answers for a caller with all rights except `keys`, including a repeat. */
  const withoutKeys: readonly Right[] = rights.filter((right) => right !== 'keys');

  test('sees none in any answer', async () => {
    const { id, key } = await approved(driver, newName('Masked'));
    const pending = await registered(driver);
    const idempotent = { headers: { 'idempotency-key': newName('key').replaceAll(' ', '-') } };
    const approval = { ...statusRequest(pending, 'approved'), ...idempotent };
    const asked: readonly ServiceRequest[] = [
      approval,
      approval,
      registerRequest({ organizationName: newName(), contactNumber: '1', emailId: 'a@b.org', address: 'x' }),
      updateRequest(id, newName('Masked')),
      get(`/misps/mispId/${id}`),
      get(`/misps/mispId/${pending}`),
      get('/misps?limit=500'),
      get('/misps/name/masked'),
      statusRequest(id, 'rejected'),
      statusRequest(id, 'approved'),
      get(`/misps/${id}/licenseKey`),
    ];
    const answers: string[] = [];
    for (const request of asked) {
      const { body, headers } = await driver.send({ ...request, rights: withoutKeys });
      answers.push(JSON.stringify([body, headers]));
    }
    expect(answers[1]).toContain('"idempotency-replayed":"true"');
    const items = await driver.cloud.items();
    const keys = items.flatMap(({ item }) =>
      Object.values(Object(item.licenses)).map((one) => String(Object(one).key)),
    );
    expect(keys).toContain(key);
    expect(keys.length).toBeGreaterThan(3);
    for (const one of keys) for (const answer of answers) expect(answer).not.toContain(one);
    // The last four characters distinguish licences.
    expect(answers[4]).toContain(`${'*'.repeat(46)}${key.slice(-4)}`);
    // A key that the caller sends is returned to it.
    const sent = await driver.send({ ...keyStatusRequest(id, key, 'Active'), rights: withoutKeys });
    expect(sent.body.errors).toEqual([]);
  });
});

describe('a function called without an admitted caller', () => {
  const good = {
    ...{ userId: 'ada', userName: 'Ada', issuer: 'https://issuer.example', rights: rights.join() },
    ...{ expiresAt: 4_102_444_800, standing: 'current' },
  };
  const contexts: readonly (readonly [string, object])[] = [
    ['no context', {}],
    ['no authorizer', { authorizer: undefined }],
    ['null', { authorizer: null }],
    ['a null context', { authorizer: { lambda: null } }],
    ['an empty context', { authorizer: { lambda: {} } }],
    ['an unknown standing', { authorizer: { lambda: { ...good, standing: 'unknown' } } }],
    ['an expired token', { authorizer: { lambda: { ...good, standing: 'expired' } } }],
    ['an end in the past', { authorizer: { lambda: { ...good, expiresAt: 1 } } }],
  ];

  test.each(operations.map(({ name }) => [name]))('%s answers 401', async (operation: OperationName) => {
    for (const [, context] of contexts) {
      const { ok, value } = (await driver.cloud.invoke(operation, {
        headers: {},
        pathParameters: { mispId: '100', orgName: 'a' },
        requestContext: { requestId: 'nobody', http: { sourceIp: '::1' }, ...context },
      })) as { ok: boolean; value: { statusCode: number; body: string } };
      expect([ok, value.statusCode, JSON.parse(value.body).errors[0].errorCode]).toEqual([true, 401, 'KER-ATH-401']);
    }
    expect(await driver.eventsOf('nobody')).toEqual([]);
  });
});

describe('an expired token', () => {
  /**
   * The stage with a header as its only source, so that the gateway caches the authorizer's answers, for as long as
   * possible.
   */
  let folder: string;
  let keeping: LocalCloudDriver;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'misp-cached-'));
    cpSync(await prepareAssembly(), folder, { recursive: true });
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json'))!);
    const template = JSON.parse(readFileSync(file, 'utf8'));
    const authorizer = Object.values<{ Type: string; Properties: Record<string, unknown> }>(template.Resources).find(
      ({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer',
    )!;
    authorizer.Properties.IdentitySource = ['$request.header.Authorization'];
    authorizer.Properties.AuthorizerResultTtlInSeconds = 300;
    writeFileSync(file, JSON.stringify(template));
    keeping = await startOnLocalCloud({ assemblyFolder: folder });
  }, 60_000);
  afterAll(async () => {
    await keeping.stop();
    rmSync(folder, { recursive: true });
  });

  test('does not pass because of a cached answer of the gateway', async () => {
    const token = await keeping.cloud.token('ada', { lifetimeSeconds: 100 });
    const ask = () => keeping.raw('GET', '/misps', { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    // Ten seconds of leeway for clock differences.
    await keeping.cloud.clock.advance(105_000);
    expect((await ask()).status).toBe(200);
    await keeping.cloud.clock.advance(10_000);
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(answer.body.errors).toEqual([{ errorCode: 'KER-ATH-401', message: 'Authentication Failed' }]);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect(await keeping.eventsOf(answer.requestId)).toEqual([]);
    const problem = await keeping.raw('GET', '/misps', {
      headers: { authorization: `Bearer ${token}`, accept: 'application/problem+json' },
    });
    expect(problem.body).toMatchObject({
      status: 401,
      code: 'KER-ATH-401',
      type: 'urn:mosip:pms:misp:not-authenticated',
    });
  });

  test('gets a different answer from an invalid one', async () => {
    const expired = await keeping.cloud.token('ada', { lifetimeSeconds: -60 });
    const foreign = await keeping.cloud.token('ada', { lifetimeSeconds: -60, audience: 'another' });
    const without = await keeping.cloud.token('ada', { lifetimeSeconds: -60, roles: ['OTHER'] });
    const statusOf = async (token: string) =>
      (await keeping.raw('GET', '/misps', { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await statusOf(expired)).toBe(401);
    expect(await statusOf(foreign)).toBe(403);
    expect(await statusOf(without)).toBe(403);
  });
});
