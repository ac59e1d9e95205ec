import { describe, expect, test } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { callerOf, rightsOf } from '../../../functions/lambdas/authorize-caller/read-claims.ts';
import { growthOfTime, PROPORTIONAL } from '../../support/growth-of-time.ts';
import { sha256 } from '../../support/sample-misp.ts';

const rolesByRight = {
  validate: ['MISP'],
  read: ['MISP'],
  register: ['MISP'],
  approve: ['MISP'],
  operate: ['MISP'],
  keys: ['MISP'],
};
const hasMispRole = (payload: JWTPayload, names: Parameters<typeof rightsOf>[1]) =>
  rightsOf(payload, names, rolesByRight).length === 6;

const names = { roles: 'realm_access.roles', userId: 'sub', userName: 'preferred_username' };

describe('the role MISP', () => {
  test.each([
    ['realm_access.roles', { realm_access: { roles: ['a', 'MISP'] } }],
    ['cognito:groups', { 'cognito:groups': ['MISP'] }],
    ['a.b.c', { a: { b: { c: ['MISP'] } } }],
    ['a.b.c', { a: { 'b.c': ['MISP'] } }],
    ['https://mosip.io/roles', { 'https://mosip.io/roles': ['MISP'] }],
    ['resource_access.misp.example.org.roles', { resource_access: { 'misp.example.org': { roles: ['MISP'] } } }],
    ['a.b.c.d', { 'a.b': { 'c.d': ['MISP'] } }],
    ['a.b.c.d', { 'a.b.c': { d: ['MISP'] } }],
    ['a.b.c.d', { a: { 'b.c': { d: ['MISP'] } } }],
    ['a.b.c', { 'a.b': { x: 1 }, a: { b: { c: ['MISP'] } } }],
    ['a.b.c', { 'a.b': null, a: { 'b.c': ['MISP'] } }],
    ['a.b', { 'a.b': ['MISP'], a: { b: ['OTHER'] } }],
    ['a.b', { 'a.b': ['OTHER'], a: { b: ['MISP'] } }],
    ['a..b', { a: { '': { b: 'MISP' } } }],
    ['a..b', { a: { '.b': 'MISP' } }],
    ['.a', { '': { a: 'MISP' } }],
    ['a.', { a: { '': 'MISP' } }],
    ['__proto__.roles', JSON.parse('{"__proto__":{"roles":["MISP"]}}')],
    ['scope', { scope: 'openid MISP profile' }],
    ['roles', { roles: 'PARTNER,MISP' }],
    ['roles', { roles: 'PARTNER, MISP' }],
    ['roles', { roles: 'MISP' }],
  ])('is found in %s: %j', (roles, payload) => {
    expect(hasMispRole(payload, { ...names, roles })).toBe(true);
  });

  test.each([
    ['realm_access.roles', {}],
    ['realm_access.roles', { realm_access: {} }],
    ['realm_access.roles', { realm_access: null }],
    ['realm_access.roles', { realm_access: 'roles' }],
    ['realm_access.roles', { realm_access: { roles: [] } }],
    ['realm_access.roles', { realm_access: { roles: ['misp', 'MISP_ADMIN', 'XMISP', ['MISP']] } }],
    ['realm_access.roles', { realm_access: { roles: { MISP: true } } }],
    ['realm_access.roles', { roles: ['MISP'] }],
    ['roles', { roles: 'MISPX,XMISP misp' }],
    ['roles', { roles: true }],
    ['constructor.name', {}],
    ['__proto__.roles', {}],
    ['a.b', { a: Object.create({ b: ['MISP'] }) }],
    ['a.b.c', { 'a.b': ['MISP'], a: { b: ['MISP'] } }],
    ['a.b', { 'a.b.c': ['MISP'], 'a.': { b: ['MISP'] }, a: 'MISP', b: ['MISP'] }],
  ])('is not found in %s: %j', (roles, payload) => {
    expect(hasMispRole(payload, { ...names, roles })).toBe(false);
  });
});

test('a path is followed in linear time, however many ways there are', () => {
  const dots = (parts: number) => Array(parts).fill('a').join('.');
  /** Claims for every way to join this many parts of a path to names: 2^(parts-1). */
  const everyWay = (parts: number): object =>
    Object.fromEntries(Array.from({ length: parts }, (_, taken) => [dots(taken + 1), everyWay(parts - taken - 1)]));
  const leadsNowhere = everyWay(12);
  const follow = (parts: number) =>
    expect(hasMispRole(leadsNowhere as JWTPayload, { ...names, roles: dots(parts) })).toBe(false);
  const split = (roles: number) =>
    expect(hasMispRole({ roles: ' ,\t'.repeat(roles) }, { ...names, roles: 'roles' })).toBe(false);
  expect(growthOfTime(follow, 4096)).toBeLessThan(PROPORTIONAL);
  expect(growthOfTime(split, 32_000)).toBeLessThan(PROPORTIONAL);
});

describe('the caller', () => {
  test.each([
    [
      { sub: 'u-1', preferred_username: 'Ada' },
      { userId: 'u-1', userName: 'Ada' },
    ],
    [{ sub: 'u-1' }, { userId: 'u-1', userName: 'u-1' }],
    [
      { sub: 'u-1', preferred_username: '  ' },
      { userId: 'u-1', userName: 'u-1' },
    ],
    [
      { sub: 'u-1', preferred_username: 5 },
      { userId: 'u-1', userName: 'u-1' },
    ],
    [
      { sub: '110005', preferred_username: '110005' },
      { userId: '110005', userName: '110005' },
    ],
    [
      { sub: '6f1a-4b', preferred_username: 'service-account-misp' },
      { userId: '6f1a-4b', userName: 'service-account-misp' },
    ],
  ])('of %j is %j', (payload, caller) => {
    expect(callerOf(payload, names)).toEqual(caller);
  });

  test.each([{}, { sub: '' }, { sub: '  ' }, { sub: ['x'] as unknown as string }, { preferred_username: 'Ada' }])(
    'of %j is unknown',
    (payload) => {
      expect(callerOf(payload, names)).toBeUndefined();
    },
  );

  test.each(['ada@x.org', 'Ada Admin <ada@x.org>', '+91 98450 12345', '9845012345', '(555) 010-0123'])(
    'has a stable pseudonym in place of %j',
    (contact) => {
      const pseudonym = `user-${sha256(contact).slice(0, 16)}`;
      expect(callerOf({ sub: contact, preferred_username: contact }, names)).toEqual({
        userId: pseudonym,
        userName: pseudonym,
      });
      expect(callerOf({ sub: contact }, names)).toEqual({ userId: pseudonym, userName: pseudonym });
      expect(callerOf({ sub: 'u-1', preferred_username: contact }, names)).toEqual({
        userId: 'u-1',
        userName: pseudonym,
      });
    },
  );

  test('is found in nested claims too', () => {
    const payload = { act: { id: 'u-1', name: 'Ada' } };
    expect(callerOf(payload, { ...names, userId: 'act.id', userName: 'act.name' })).toEqual({
      userId: 'u-1',
      userName: 'Ada',
    });
  });
});

test('of two claims at a path the first text counts, and the longer name comes first', () => {
  const paths = { ...names, userId: 'a.b', userName: 'c.d' };
  const caller = { userId: 'literal', userName: 'nested' };
  expect(callerOf({ a: { b: 'nested' }, 'a.b': 'literal', 'c.d': ' ', c: { d: 'nested' } }, paths)).toEqual(caller);
  expect(callerOf({ 'a.b': 'literal', a: { b: 'nested' }, c: { d: 'nested' }, 'c.d': 5 }, paths)).toEqual(caller);
  const halfWay = { a: { 'b.c': 'shorter first' }, 'a.b': { c: 'longer first' } };
  expect(callerOf(halfWay, { ...names, userId: 'a.b.c' })).toEqual({
    userId: 'longer first',
    userName: 'longer first',
  });
});

describe('a claim that no record may hold unchanged', () => {
  const names = { roles: 'roles', userId: 'sub', userName: 'name' };

  test('loses line breaks, bidi controls and noncharacters', () => {
    expect(callerOf({ sub: 'a\r\nb\u0000c\u202e', name: '\u2067Ada\u2069\u0085' }, names)).toEqual({
      userId: 'a\ufffd\ufffdb\ufffdc\ufffd',
      userName: '\ufffdAda\ufffd\ufffd',
    });
    expect(callerOf({ sub: 'a\ud800b', name: '\udc00' }, names)).toEqual({ userId: 'a\ufffdb', userName: '\ufffd' });
  });

  test('cannot take the pseudonym of another', () => {
    const [jane] = [callerOf({ sub: 'jane@example.org' }, names)?.userId];
    expect(callerOf({ sub: jane }, names)?.userId).toBe(`user-${sha256(String(jane)).slice(0, 16)}`);
  });

  test.each(['%s\u200b', '\u2060%s', '%s ', '\ufe0f%s', '%s\u00ad'])('cannot take it to the eye either: %j', (form) => {
    for (const pseudonym of [
      'user-7f73355bf032dcbb',
      'USER-7F73355BF032DCBB',
      'user\u20107f73355bf032dcbb',
      'user\u22127f73355bf032dcbb',
      'ｕser-7f73355bf032dcbb',
    ]) {
      const sub = form.replace('%s', pseudonym);
      expect(callerOf({ sub }, names)?.userId).toBe(`user-${sha256(sub).slice(0, 16)}`);
    }
  });

  test('has the pseudonym of its unchanged text if it hides a contact', () => {
    const sub = 'ada\u0000@\u202ex.org';
    const pseudonym = `user-${sha256(sub).slice(0, 16)}`;
    expect(callerOf({ sub, name: '98450\r\n12345' }, names)).toEqual({
      userId: pseudonym,
      userName: `user-${sha256('98450\r\n12345').slice(0, 16)}`,
    });
  });

  test('is cut to the length of an audit record', () => {
    const caller = callerOf({ sub: 'x'.repeat(300), name: 'y'.repeat(300) }, names);
    expect(caller).toEqual({ userId: 'x'.repeat(256), userName: 'y'.repeat(128) });
  });
});
