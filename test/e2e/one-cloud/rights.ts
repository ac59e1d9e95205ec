import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Right, rights } from '../../../functions/domain/rights.ts';
import { type OperationName, operations } from '../../../functions/operations.ts';
import { succeeding } from '../../scenarios/all-sequences.ts';
import { approved, newName, registered } from '../../scenarios/arrangements.ts';
import { get, keyStatusRequest, registerRequest, statusRequest, updateRequest } from '../../scenarios/requests.ts';
import type { ServiceRequest } from '../../scenarios/service-driver.ts';
import { driver } from './cloud.ts';

/** The rights of each role in stage `dev`: every role except a validator's may also read. */
const given: Readonly<Record<Right, readonly Right[]>> = {
  validate: ['validate'],
  read: ['read'],
  register: ['register', 'read'],
  approve: ['approve', 'read'],
  operate: ['operate', 'read'],
  keys: ['keys', 'read'],
};

const matrix = rights.flatMap((right) => operations.map((operation) => [right, operation] as const));

/** What an operation does not do without its right: test/unit/operations/rights.test.ts. */
describe('a caller with one right', () => {
  /** A request to each operation that succeeds. No test repeats a change: only one right allows it. */
  const requests = new Map<OperationName, ServiceRequest>();
  beforeAll(async () => {
    for (const { name } of operations) requests.set(name, (await succeeding(name)(driver)).request);
  }, 60_000);

  test.each(matrix.map(([right, { name, right: needed }]) => [right, name, given[right].includes(needed)] as const))(
    'with the right %s, %s: allowed? %s',
    async (right, operation, isAllowed) => {
      const { status, body } = await driver.send({ ...requests.get(operation)!, rights: [right] });
      if (isAllowed) {
        expect([status, body.errors]).toEqual([200, []]);
        return;
      }
      expect(status).toBe(403);
      expect(body).toMatchObject({ id: null, version: null, response: null });
      expect(body.errors).toEqual([{ errorCode: 'KER-ATH-403', message: 'Forbidden' }]);
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

test('an expired token gets a different answer from an invalid one', async () => {
  const expired = await driver.cloud.token('ada', { lifetimeSeconds: -60 });
  const foreign = await driver.cloud.token('ada', { lifetimeSeconds: -60, audience: 'another' });
  const without = await driver.cloud.token('ada', { lifetimeSeconds: -60, roles: ['OTHER'] });
  const statusOf = async (token: string) =>
    (await driver.raw('GET', '/misps', { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await statusOf(expired)).toBe(401);
  expect(await statusOf(foreign)).toBe(403);
  expect(await statusOf(without)).toBe(403);
});
