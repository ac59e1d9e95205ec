import { describe, expect, test } from '@jest/globals';
import { callerOf, hasMispRole } from '../../../functions/authorize-caller/read-claims.ts';
import { sha256 } from '../../support/sample-misp.ts';

const names = { roles: 'realm_access.roles', userId: 'sub', userName: 'preferred_username' };

describe('the role MISP', () => {
  test.each([
    ['realm_access.roles', { realm_access: { roles: ['a', 'MISP'] } }],
    ['cognito:groups', { 'cognito:groups': ['MISP'] }],
    ['a.b.c', { a: { b: { c: ['MISP'] } } }],
    ['a.b.c', { a: { 'b.c': ['MISP'] } }],
    ['https://mosip.io/roles', { 'https://mosip.io/roles': ['MISP'] }],
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
  ])('is not found in %s: %j', (roles, payload) => {
    expect(hasMispRole(payload, { ...names, roles })).toBe(false);
  });
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
    'goes by a pseudonym, always the same, in place of %j',
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

describe('a claim that the stores could not hold', () => {
  const names = { roles: 'roles', userId: 'sub', userName: 'name' };

  test('loses half a surrogate pair', () => {
    expect(callerOf({ sub: 'a\ud800b', name: '\udc00' }, names)).toEqual({ userId: 'a\ufffdb', userName: '\ufffd' });
  });

  test('is cut to what an audit record takes', () => {
    const caller = callerOf({ sub: 'x'.repeat(300), name: 'y'.repeat(300) }, names);
    expect(caller).toEqual({ userId: 'x'.repeat(256), userName: 'y'.repeat(128) });
  });
});
