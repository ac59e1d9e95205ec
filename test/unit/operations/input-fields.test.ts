import { describe, expect, test } from '@jest/globals';
import { organizationName, pageLimit, plainText } from '../../../functions/operation/input-fields.ts';

describe('plain text of at most 16', () => {
  const accepts = (text: unknown) => plainText(16).safeParse(text).success;

  test.each(['a', 1, true, 'x'.repeat(16), '\u{1f600}'.repeat(8)])('accepts %j', (text) =>
    expect(accepts(text)).toBe(true),
  );
  test.each(['', ' ', 'x'.repeat(17), '\u{1f600}'.repeat(9), 'a\u0000', 'a\ud800', 1.5, null])('refuses %j', (text) =>
    expect(accepts(text)).toBe(false),
  );
});

test('a name must fit the keys of the table', () => {
  expect(organizationName().safeParse('\ufdfa'.repeat(20)).success).toBe(true);
  expect(organizationName().safeParse('\ufdfa'.repeat(120)).success).toBe(false);
});

test.each([
  ['1', 1],
  ['500', 500],
])('a limit of %s', (text, limit) => expect(pageLimit().parse(text)).toBe(limit));
