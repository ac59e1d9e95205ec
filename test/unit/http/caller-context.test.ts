import { describe, expect, test } from '@jest/globals';
import { type Right, rights } from '../../../functions/domain/rights.ts';
import { admit } from '../../../functions/http/caller-context.ts';
import { operations } from '../../../functions/operations.ts';
import { caller, NOW, sampleMisp } from '../../support/sample-misp.ts';
import { InMemoryService, NO_ECHO, refused } from '../../support/serve-in-memory.ts';

const seconds = (at: number) => Math.floor(at / 1000);
const context = {
  userId: 'ada-7',
  userName: 'Ada Admin',
  issuer: 'https://issuer.example',
  rights: 'validate,keys',
  expiresAt: seconds(NOW) + 60,
  standing: 'current',
};
const without = (name: string) => Object.fromEntries(Object.entries(context).filter(([field]) => field !== name));
const texts = ['userId', 'userName', 'issuer', 'rights', 'standing'] as const;

/** Everything by which no caller is let in. */
const strangers: readonly (readonly [string, unknown])[] = [
  ['none', undefined],
  ['null', null],
  ['an empty object', {}],
  ['an empty list', []],
  ['a list', [context]],
  ['a text', JSON.stringify(context)],
  ['an empty text', ''],
  ['a number', 1],
  ['a truth value', true],
  ...Object.keys(context).map((name) => [`one without ${name}`, without(name)] as const),
  ...Object.keys(context).map((name) => [`one whose ${name} is null`, { ...context, [name]: null }] as const),
  ...texts.map((name) => [`one whose ${name} is empty`, { ...context, [name]: '' }] as const),
  ...texts.map((name) => [`one whose ${name} is a list`, { ...context, [name]: [context[name]] }] as const),
  ...texts.map((name) => [`one whose ${name} is a number`, { ...context, [name]: 1 }] as const),
  ...['expired', 'Current', ' current', 'current ', 'valid', 'true'].map(
    (standing) => [`one that stands ${JSON.stringify(standing)}`, { ...context, standing }] as const,
  ),
  ['one whose standing is true', { ...context, standing: true }],
  ...[String(context.expiresAt), Number.NaN, Infinity, -Infinity, 0, -1, [context.expiresAt], true].map(
    (expiresAt) =>
      [`one that expires at ${JSON.stringify(expiresAt)} (${String(expiresAt)})`, { ...context, expiresAt }] as const,
  ),
  ['one that has expired for a minute', { ...context, expiresAt: seconds(NOW) - 60 }],
  ['one that has expired for ten seconds', { ...context, expiresAt: seconds(NOW) - 10 }],
];

describe('nobody is let in with a context that is', () => {
  test.each(strangers)('%s', (_, stranger) => expect(admit(stranger, NOW)).toBeUndefined());
});

describe('a caller is let in', () => {
  const admitted = { caller, issuer: 'https://issuer.example', rights: new Set<Right>(['validate', 'keys']) };

  test('with the rights of the token', () => expect(admit(context, NOW)).toEqual(admitted));

  test('whatever else stands in the context', () => {
    expect(admit({ ...context, logUser: 'ada-7', more: [1] }, NOW)).toEqual(admitted);
  });

  test('up to ten seconds behind the expiry of the token, however long the answer was kept', () => {
    const { expiresAt } = context;
    expect(admit(context, (expiresAt + 10) * 1000 - 1)).toEqual(admitted);
    expect(admit(context, (expiresAt + 10) * 1000)).toBeUndefined();
  });

  test('without any right when no word is one: the right is asked for next', () => {
    expect(admit({ ...context, rights: 'root' }, NOW)).toEqual({ ...admitted, rights: new Set() });
  });
});

describe.each(operations.map(({ name, method }) => [name, method] as const))('%s', (name, method) => {
  test('answers 401, and does and reads nothing, with every such context', async () => {
    for (const [, stranger] of strangers) {
      const service = new InMemoryService();
      service.store.seed(sampleMisp());
      const path = { mispId: '100', orgName: 'cell' };
      const answer = await service.send(name, { context: stranger, path, body: method === 'GET' ? undefined : '{' });
      expect(answer.status).toBe(401);
      expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer error="invalid_token"' });
      expect(answer.json).toEqual(refused('KER-ATH-401', 'Authentication Failed', NO_ECHO));
      expect(service.store.calls).toEqual([]);
      expect(service.counted).toEqual([{ RequestsTurnedAway: 1 }]);
      expect(service.logged).toEqual([
        {
          level: 'WARN',
          line: expect.objectContaining({
            event: 'request-turned-away',
            operation: name,
            problems: ['token not-current'],
          }),
        },
      ]);
    }
  });

  test('asks its clock, not the authorizer, whether the token has expired by now', async () => {
    const service = new InMemoryService();
    service.now = NOW + 70_000;
    const all = { ...context, rights: rights.join() };
    expect((await service.send(name, { context: all })).status).toBe(401);
    service.now = (all.expiresAt + 10) * 1000 - 1;
    expect((await service.send(name, { context: all })).status).not.toBe(401);
  });
});

test('is a problem for who asks for one', async () => {
  const service = new InMemoryService();
  const headers = { accept: 'application/problem+json' };
  const answer = await service.send('list-misps', { context: null, headers, requestId: 'request-3' });
  expect(answer.status).toBe(401);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'www-authenticate': 'Bearer error="invalid_token"',
  });
  expect(answer.json).toEqual({
    type: 'urn:mosip:pms:misp:not-authenticated',
    title: 'Token expired or missing',
    status: 401,
    detail: 'Authentication Failed',
    code: 'KER-ATH-401',
    requestId: 'request-3',
    errors: [],
  });
});
