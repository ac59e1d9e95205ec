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

/** Contexts with which no caller is admitted. */
const refusedContexts: readonly (readonly [string, unknown])[] = [
  ['none', undefined],
  ['null', null],
  ['an empty object', {}],
  ['an empty list', []],
  ['a list', [context]],
  ['a text', JSON.stringify(context)],
  ['an empty text', ''],
  ['a number', 1],
  ['a boolean', true],
  ...Object.keys(context).map((name) => [`one without ${name}`, without(name)] as const),
  ...Object.keys(context).map((name) => [`one with ${name} null`, { ...context, [name]: null }] as const),
  ...texts.map((name) => [`one with ${name} empty`, { ...context, [name]: '' }] as const),
  ...texts.map((name) => [`one with ${name} a list`, { ...context, [name]: [context[name]] }] as const),
  ...texts.map((name) => [`one with ${name} a number`, { ...context, [name]: 1 }] as const),
  ...['expired', 'Current', ' current', 'current ', 'valid', 'true'].map(
    (standing) => [`one with the standing ${JSON.stringify(standing)}`, { ...context, standing }] as const,
  ),
  ['one with the standing true', { ...context, standing: true }],
  ...[
    String(seconds(NOW) - 60),
    'soon',
    '',
    ' ',
    '-9',
    'Infinity',
    Number.NaN,
    Infinity,
    -Infinity,
    0,
    -1,
    [context.expiresAt],
    true,
  ].map(
    (expiresAt) =>
      [`one that expires at ${JSON.stringify(expiresAt)} (${String(expiresAt)})`, { ...context, expiresAt }] as const,
  ),
  ['one that expired a minute ago', { ...context, expiresAt: seconds(NOW) - 60 }],
  ['one that expired ten seconds ago', { ...context, expiresAt: seconds(NOW) - 10 }],
];

describe('nobody is admitted with a context that is', () => {
  test.each(refusedContexts)('%s', (_, given) => expect(admit(given, NOW)).toBeUndefined());
});

describe('a caller is admitted', () => {
  const admitted = { caller, issuer: 'https://issuer.example', rights: new Set<Right>(['validate', 'keys']) };

  test('with the rights of the token', () => expect(admit(context, NOW)).toEqual(admitted));

  test('with the expiry as a text, which a gateway may have made of it', () => {
    expect(admit({ ...context, expiresAt: String(context.expiresAt) }, NOW)).toEqual(admitted);
  });

  test('with anything else in the context', () => {
    expect(admit({ ...context, logUser: 'ada-7', more: [1] }, NOW)).toEqual(admitted);
  });

  test('up to ten seconds after the expiry of the token, however long the answer was cached', () => {
    const { expiresAt } = context;
    expect(admit(context, (expiresAt + 10) * 1000 - 1)).toEqual(admitted);
    expect(admit(context, (expiresAt + 10) * 1000)).toBeUndefined();
  });

  test('without a right if no word is one: the right is checked next', () => {
    expect(admit({ ...context, rights: 'root' }, NOW)).toEqual({ ...admitted, rights: new Set() });
  });
});

describe.each(operations.map(({ name, method }) => [name, method] as const))('%s', (name, method) => {
  test('answers 401, and does and reads nothing, with every such context', async () => {
    for (const [, given] of refusedContexts) {
      const service = new InMemoryService();
      service.store.seed(sampleMisp());
      const path = { mispId: '100', orgName: 'cell' };
      const answer = await service.send(name, { context: given, path, body: method === 'GET' ? undefined : '{' });
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

  test('checks by its clock, not by the authorizer, whether the token has expired', async () => {
    const service = new InMemoryService();
    service.now = NOW + 70_000;
    const all = { ...context, rights: rights.join() };
    expect((await service.send(name, { context: all })).status).toBe(401);
    service.now = (all.expiresAt + 10) * 1000 - 1;
    expect((await service.send(name, { context: all })).status).not.toBe(401);
  });
});

test('a 401 is a problem for a caller that prefers one', async () => {
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
