import { describe, expect, test } from '@jest/globals';
import { findToken } from '../../../functions/authorize-caller/find-token.ts';
import { authorizerEvent } from '../../support/authorizer-event.ts';

const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln';

describe('a token in the header', () => {
  test.each([`Bearer ${token}`, `bearer ${token}`, `BEARER   ${token}`, ` Bearer ${token} `])(
    'is found: %j',
    (value) => {
      expect(findToken(authorizerEvent({ authorization: value }), 'header')).toBe(token);
    },
  );

  test.each(['', token, 'Bearer', 'Bearer ', `Basic ${token}`, `Bearer ${token} more`, `XBearer ${token}`])(
    'is not found: %j',
    (value) => {
      expect(findToken(authorizerEvent({ authorization: value }), 'header')).toBeUndefined();
    },
  );

  test('is not found where there is no header at all', () => {
    expect(findToken(authorizerEvent(), 'header')).toBeUndefined();
    const { headers: _, ...bare } = authorizerEvent();
    expect(findToken(bare as ReturnType<typeof authorizerEvent>, 'header')).toBeUndefined();
  });
});

describe('a token in the cookie', () => {
  test.each([
    `Authorization=${token}`,
    `Authorization=Bearer ${token}`,
    `Authorization=Bearer%20${token}`,
    `Authorization="${token}"`,
    `authorization=${token}`,
    `a=b; Authorization=${token}; c=d`,
    ` Authorization=${token} `,
  ])('is found: %j', (cookie) => {
    expect(findToken(authorizerEvent({}, [cookie]), 'cookie')).toBe(token);
  });

  test('is found among several cookies; the first counts', () => {
    const cookies = ['theme=dark', `Authorization=${token}`, 'Authorization=another'];
    expect(findToken(authorizerEvent({}, cookies), 'cookie')).toBe(token);
  });

  test.each(['', 'Authorization=', 'Authorization', `XAuthorization=${token}`, `Authorization2=${token}`, 'a=b'])(
    'is not found: %j',
    (cookie) => {
      expect(findToken(authorizerEvent({}, [cookie]), 'cookie')).toBeUndefined();
    },
  );

  test('is not found where there are no cookies', () => {
    const { cookies: _, ...bare } = authorizerEvent();
    expect(findToken(bare as ReturnType<typeof authorizerEvent>, 'cookie')).toBeUndefined();
  });
});

describe('where a token is looked for', () => {
  const both = authorizerEvent({ authorization: 'Bearer of-header' }, ['Authorization=of-cookie']);

  test('is where the deployment says, and nowhere else', () => {
    expect(findToken(both, 'header')).toBe('of-header');
    expect(findToken(both, 'cookie')).toBe('of-cookie');
    expect(findToken(authorizerEvent({}, ['Authorization=of-cookie']), 'header')).toBeUndefined();
    expect(findToken(authorizerEvent({ authorization: 'Bearer of-header' }), 'cookie')).toBeUndefined();
  });

  test('is with either the header first, then the cookie', () => {
    expect(findToken(both, 'either')).toBe('of-header');
    expect(findToken(authorizerEvent({}, ['Authorization=of-cookie']), 'either')).toBe('of-cookie');
    expect(findToken(authorizerEvent({ authorization: 'Basic x' }, ['Authorization=of-cookie']), 'either')).toBe(
      'of-cookie',
    );
    expect(findToken(authorizerEvent(), 'either')).toBeUndefined();
  });
});
