import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeContact } from '../../../functions/lambdas/authorize-caller/looks-like-contact.ts';
import { growthOfTime, PROPORTIONAL } from '../../support/growth-of-time.ts';

describe('looks like an e-mail address', () => {
  test.each([
    'ada@x.org',
    'Ada Admin <ada@x.org>',
    'a@b',
    'ada @ x.org',
    'ada\t@\nx.org',
    'ada\u2028@\u2029x.org',
    'ada\uff20x.org',
    'ada\ufe6bx.org',
    'ada\u200b@\u2060x.org',
    'ada\u0000@\u0007x.org',
    'ada\u202e@x.org',
    'ada@\u0301x.org',
    'ada%40x.org',
    'ada%2540x.org',
    'ada%25252540x.org',
    'ada&#64;x.org',
    'ada&commat;x.org',
    'ada&#X40;x.org',
    'ada&#064;x.org',
    'ada&#x0040x.org',
    'ada&#64x.org',
    'ada\uff05\uff14\uff10x.org',
    'mailto:ada',
    'MAILTO:ada%2Bx',
    '\u30a2\u30c0@\u4f8b.jp',
    `${'x'.repeat(5000)}@x.org`,
  ])('%j', (text) => {
    expect(looksLikeContact(text)).toBe(true);
  });
});

describe('looks like a phone number', () => {
  test.each([
    '+91 98450 12345',
    '9845012345',
    '(555) 010-0123',
    '110005678',
    '98450/12345',
    '98450_12345',
    '98450\u201312345',
    '98450\u00b712345',
    '98450\u00a012345',
    '98450\t12345',
    '98450\r\n12345',
    '984\t\t0123',
    '98450\u200b12345',
    '98450\u0000\u000112345',
    '9\u202e845012345',
    '9\u03018\u03014\u03015\u03010\u03011\u03012\u03013\u03014',
    '9\ufe0f\u20e38\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e3',
    '9\u31648\uffa04\u115f5\u11600\u31641\u31642\u31643\u31644',
    '\uff0b\uff19\uff11\u3000\uff19\uff18\uff14\uff15\uff10\uff0d\uff11\uff12\uff13\uff14\uff15',
    '\u096f\u096e\u096a\u096b\u0966\u0967\u0968\u0969\u096a\u096b',
    '\u0669\u0668\u0664\u0665\u0660\u0661\u0662\u0663\u0664\u0665',
    '\u{1d7d7}\u{1d7d6}\u{1d7d2}\u{1d7d3}\u{1d7ce}\u{1d7cf}\u{1d7d0}\u{1d7d1}\u{1d7d2}',
    '\u2468\u2467\u2463\u2464\u24ea\u2460\u2461\u2462\u2463',
    '\u2079\u2078\u2074\u2075\u2070\u00b9\u00b2\u00b3\u2074',
    'tel:+91-98450-12345;ext=22',
    'TEL:100',
    't\u200bel:100',
    '\uff54\uff45\uff4c\uff1a100',
    'sms:+919845012345?body=x',
    'callto:9845012345',
    '<tel:9845012345>',
    'Ada +91 98450 12345',
    'sms|+919845012345',
    '+44\u201120\u20117183\u20118750 ext. 12',
    '+91/98450/12345',
    'Jane 9876543210',
    '9876543210 (Jane)',
    'Tel. 020 7183 8750',
    '020 7183 8750 x12',
    'sip:02071838750',
    '+91\u221298765\u221243210 Jane',
    'Jane 98765\u221243210',
    'Jane [9876543210]',
    'Jane,9876543210',
    'Doe;9876543210',
    'Jane 9876543210!',
    'Jane \u201c9876543210\u201d',
    'Jane {9876543210}',
    'Jane #9876543210',
    'Jane <9876543210>',
    'Jane "9876543210", London',
    "Jane '9876543210'",
    'Jane, (020) 7183-8750, London',
    'Jane 984501234',
    'u1 9876543210 Jane',
  ])('%j', (text) => {
    expect(looksLikeContact(text)).toBe(true);
  });
});

describe('does not look like a contact', () => {
  test.each([
    '',
    ' ',
    'ada-7',
    '110005',
    '98450123',
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    'auth0|5f7c8ec7c33c6c004bbafe82',
    'service-account-misp',
    // Ids with letters and many digits.
    '0f8fad5b-d9cb-469f-a165-708677289505',
    '01234567-8901-4abc-8def-0123456789ab',
    '00000000-0000-0000-c000-000000000046',
    'us-east-1:12345678-1234-4abc-8def-0123456789ab',
    'arn:aws:iam::123456789012:user/Bob',
    'arn:aws:sts::123456789012:assumed-role/Admin/Bob',
    '1234567890-abc123def456.apps.googleusercontent.com',
    'urn:oid:1.2.840.113549.1.1',
    'f:0f8fad5b-d9cb-469f-a165-70867728950e:1234567890',
    'did:example:123456789',
    'https://idp.example:8443/12345/1234567890',
    'uid=1234567890,ou=people',
    'auth0|123456789012',
    'google-oauth2|123456789012345678901',
    'batch 2026-11-25 08:30',
    'emp-9876543210',
    'jane-9876543210',
    'u9876543210',
    'run 20261127 of 3',
    'Ada 98450123',
    'Ada 98450   12345',
    'Ada Admin',
    'Ada 2',
    '@ada',
    'ada@',
    'hotel:5',
    'misp-operator+1',
    'C++ since 1983',
    '\u0939\u093f\u0928\u094d\u0926\u0940 \u0928\u093e\u092e',
    '\u0645\u062d\u0645\u062f',
    '\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}',
    '..........',
    '\ud800',
    '\u0000\u001b',
  ])('%j', (text) => {
    expect(looksLikeContact(text)).toBe(false);
  });
});

describe('with any separators', () => {
  const unseen = fc.constantFrom(
    '',
    '\u200b',
    '\u0000',
    '\u202e',
    '\u0301',
    '\u00ad',
    '\ufe0f',
    '\u2063',
    '\ue000',
    '\ufffe',
  );
  const spaced = (text: string) =>
    fc.array(unseen, { minLength: text.length, maxLength: text.length }).map((marks) => {
      return [...text].map((character, index) => character + marks[index]).join('');
    });
  test.each(['ada@x.org', '9845012345', '+91 98450-12345', 'tel:100'])('%s is recognized', (contact) => {
    fc.assert(fc.property(spaced(contact), (text) => looksLikeContact(text)));
  });

  test('an opaque id is not', () => {
    fc.assert(fc.property(spaced('f81d4fae-7dec-11d0'), (text) => !looksLikeContact(text)));
  });
});

test('a contact is recognized in linear time', () => {
  const pieces = [
    'a',
    '1',
    '+',
    '+1',
    ' ',
    'a ',
    '@',
    ' @',
    'a@ ',
    '%4',
    '%40',
    '%25',
    '%2525',
    ' 1',
    '1 ',
    '1(',
    '(1',
    '1 (-',
    '1 [',
    '"1',
    '&#0',
    '1a',
    'tel',
    'tel ',
    '\u0345\u0315',
    '\u200b',
    '\ufdfa',
  ];
  for (const piece of pieces) {
    const look = (count: number) => {
      const run = piece.repeat(count);
      for (const text of [run, `a${run}`, `${run}x`, `${run}\u0345`, `+${run}`]) looksLikeContact(text);
    };
    expect(growthOfTime(look, Math.ceil(16_000 / piece.length))).toBeLessThan(PROPORTIONAL);
  }
});
