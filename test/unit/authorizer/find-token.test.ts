import { describe, expect, test } from '@jest/globals';
import { findToken } from '../../../functions/lambdas/authorize-caller/find-token.ts';
import { authorizerEvent } from '../../support/authorizer-event.ts';
import { growthOfTime, PROPORTIONAL } from '../../support/growth-of-time.ts';

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

  test('is not found without a header', () => {
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
    `Authorization="Bearer ${token}"`,
    `Authorization=bearer%20%20"${token}"`,
    `authorization=${token}`,
    `AUTHORIZATION =${token}`,
    `a=b; Authorization=${token}; c=d`,
    ` Authorization=${token} `,
  ])('is found: %j', (cookie) => {
    expect(findToken(authorizerEvent({}, [cookie]), 'cookie')).toBe(token);
  });

  test.each([
    ['of two', [`Authorization=stale; Authorization=${token}`]],
    ['of two that arrive apart', ['Authorization=stale', 'theme=dark', `Authorization=${token}`, 'lang=en']],
    ['of two in each of two', ['Authorization=1; Authorization=2', `Authorization=3; Authorization=${token}; a=b`]],
    ['whatever the case of its name', [`Authorization=stale; AUTHORIZATION=${token}`]],
    ['after an empty one', [`Authorization=; Authorization=${token}`]],
  ])('comes from the last one, %s', (_, cookies) => {
    expect(findToken(authorizerEvent({}, cookies), 'cookie')).toBe(token);
  });

  test.each(['Authorization=', 'Authorization=""', 'Authorization=Basic x', 'authorization= ', 'Authorization=a b'])(
    'is not found if the last one has none: %j',
    (last) => {
      expect(findToken(authorizerEvent({}, [`Authorization=${token}; ${last}`]), 'cookie')).toBeUndefined();
      expect(findToken(authorizerEvent({}, [`Authorization=${token}`, last]), 'cookie')).toBeUndefined();
    },
  );

  test.each([
    '',
    'Authorization=',
    'Authorization',
    'AuthorizationX',
    `XAuthorization=${token}`,
    `Authorization2=${token}`,
    `__Host-Authorization=${token}`,
    `x=Authorization=${token}`,
    `Authorization=Bearer%20${token}%20x`,
    `Authorization=${token}"x`,
    'a=b',
  ])('is not found: %j', (cookie) => {
    expect(findToken(authorizerEvent({}, [cookie]), 'cookie')).toBeUndefined();
  });

  test('is not found without cookies', () => {
    const { cookies: _, ...bare } = authorizerEvent();
    expect(findToken(bare as ReturnType<typeof authorizerEvent>, 'cookie')).toBeUndefined();
  });
});

describe('the place of a token', () => {
  const both = authorizerEvent({ authorization: 'Bearer of-header' }, ['Authorization=of-cookie']);

  test('is only where the deployment says', () => {
    expect(findToken(both, 'header')).toBe('of-header');
    expect(findToken(both, 'cookie')).toBe('of-cookie');
    expect(findToken(authorizerEvent({}, ['Authorization=of-cookie']), 'header')).toBeUndefined();
    expect(findToken(authorizerEvent({ authorization: 'Bearer of-header' }), 'cookie')).toBeUndefined();
  });

  test('is with `either` the header first, then the cookie', () => {
    expect(findToken(both, 'either')).toBe('of-header');
    expect(findToken(authorizerEvent({}, ['Authorization=of-cookie']), 'either')).toBe('of-cookie');
    expect(findToken(authorizerEvent({ authorization: 'Basic x' }, ['Authorization=of-cookie']), 'either')).toBe(
      'of-cookie',
    );
    expect(findToken(authorizerEvent(), 'either')).toBeUndefined();
  });
});

describe('looking for a token takes linear time', () => {
  /** A gateway accepts 10 KB of headers. */
  const LENGTH = 16_000;
  const repeated = [
    '%20',
    ' ',
    '\t',
    '"',
    '=',
    ';',
    ' ;',
    'Authorization=',
    'Bearer ',
    'Bearer%20',
    'x',
    '%2',
    '\u00a0',
  ];

  test.each(repeated)('%j repeated', (piece) => {
    const find = (pieces: number) => {
      const run = piece.repeat(pieces);
      const values = [run, `Bearer${run}`, `Bearer ${run}`, `Bearer${run}" x`, `"${run}`, `${run}"`, `${run} x`];
      for (const value of values) {
        findToken(authorizerEvent({ authorization: value }, [`Authorization=${value}`, value]), 'header');
        findToken(authorizerEvent({ authorization: value }, [`Authorization=${value}`, value]), 'either');
        findToken(authorizerEvent({}, [`Authorization=${value}`]), 'cookie');
      }
    };
    expect(growthOfTime(find, Math.floor(LENGTH / piece.length))).toBeLessThan(PROPORTIONAL);
  });
});
