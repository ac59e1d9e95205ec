import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isEmailAddress } from '../../functions/domain/email-address.ts';
import { growthOfTime, PROPORTIONAL } from '../support/growth-of-time.ts';

describe('an e-mail address', () => {
  test.each([
    'info@celltel.com',
    'a-b@x.org',
    'f+t@x.org',
    'a@x-y.co.in',
    'first.last+t@x.org',
    'a.b-c@x.org',
    'A@MOSIP.COM',
    '_@x.io',
    '1@1.co',
    'a@b.c.d.museum',
  ])('%j is accepted', (text) => {
    expect(isEmailAddress(text)).toBe(true);
  });

  test.each([
    '',
    '@',
    'info',
    'info@',
    '@celltel.com',
    'info@celltel',
    'info@celltel.c',
    'info@celltel.c0m',
    'info@.com',
    'info@celltel..com',
    'info@celltel.com.',
    '.info@celltel.com',
    'info.@celltel.com',
    'in..fo@celltel.com',
    'in fo@celltel.com',
    ' info@celltel.com',
    'info@celltel.com ',
    'info@celltel.com\n',
    'info@cell@tel.com',
    'inf\u00f6@celltel.com',
    'info@cellt\u00e9l.com',
    'info@celltel.c\u00f3m',
    'info!@celltel.com',
    '"info"@celltel.com',
    'info@[10.0.0.1]',
  ])('%j is refused', (text) => {
    expect(isEmailAddress(text)).toBe(false);
  });

  test('has words with single dots, an at sign, labels and a top-level domain of letters', () => {
    const localPart = fc.array(fc.stringMatching(/^[A-Za-z0-9_+-]{1,6}$/), { minLength: 1, maxLength: 3 });
    const labels = fc.array(fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/), { minLength: 1, maxLength: 3 });
    const top = fc.stringMatching(/^[A-Za-z]{2,6}$/);
    fc.assert(
      fc.property(localPart, labels, top, (words, hosts, domain) => {
        expect(isEmailAddress(`${words.join('.')}@${hosts.join('.')}.${domain}`)).toBe(true);
        expect(isEmailAddress(`${words.join('..')}.@${hosts.join('.')}.${domain}`)).toBe(false);
        expect(isEmailAddress(`${words.join('.')}@${hosts.join('.')}.${domain[0]}`)).toBe(false);
        expect(isEmailAddress(`${words.join('.')}${hosts.join('.')}.${domain}`)).toBe(false);
      }),
    );
  });

  test.each(['a', 'a.', 'a-', '+a', 'a@a.'])('of %j repeated is refused in linear time', (piece) => {
    const refuse = (pieces: number) => {
      expect(isEmailAddress(`${piece.repeat(pieces)}!`)).toBe(false);
      expect(isEmailAddress(`a@${piece.repeat(pieces)}!`)).toBe(false);
    };
    expect(growthOfTime(refuse, 32_000)).toBeLessThan(PROPORTIONAL);
  });
});
