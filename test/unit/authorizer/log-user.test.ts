import { describe, expect, test } from '@jest/globals';
import { logUser } from '../../../functions/lambdas/authorize-caller/log-user.ts';

describe('a user in the access log', () => {
  test.each([
    ['', ''],
    ['0b6f1b2e-7d0c', '0b6f1b2e-7d0c'],
    ['realm:svc_a.b@host', 'realm:svc_a.b@host'],
    ['a"b', 'a%22b'],
    ['50%', '50%25'],
    ["(it's!) ~*", '%28it%27s%21%29%20%7E%2A'],
    ['\r\n\u0000\u202e', '%0D%0A%00%E2%80%AE'],
    ['Zoë 😀', 'Zo%C3%AB%20%F0%9F%98%80'],
    ['half \ud83d', 'half%20%EF%BF%BD'],
  ])('%j is written %s', (userId, written) => expect(logUser(userId)).toBe(written));

  test('has only allowed characters, and can be decoded', () => {
    const all = Array.from({ length: 0x10_000 }, (_, code) => String.fromCharCode(code)).filter((one) =>
      one.isWellFormed(),
    );
    const written = all.map(logUser);
    expect(written.filter((one) => !/^([A-Za-z0-9._@:-]|(%[0-9A-F]{2})+)$/.test(one))).toEqual([]);
    expect(written.map(decodeURIComponent)).toEqual(all);
  });
});
