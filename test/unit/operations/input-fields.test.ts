import { describe, expect, test } from '@jest/globals';
import { organizationName, pageLimit, plainText } from '../../../functions/operation/input-fields.ts';

describe('plain text of at most 16', () => {
  const accepts = (text: unknown) => 'value' in plainText(16).read(text);

  test.each(['a', 1, true, 'x'.repeat(16), '\u{1f600}'.repeat(8)])('accepts %j', (text) =>
    expect(accepts(text)).toBe(true),
  );
  test.each(['', ' ', 'x'.repeat(17), '\u{1f600}'.repeat(9), 'a\u0000', 'a\ud800', 1.5, null])('refuses %j', (text) =>
    expect(accepts(text)).toBe(false),
  );
});

test('a name must fit the keys of the table', () => {
  const long = '\ufdfa'.repeat(20);
  expect(organizationName().read(long)).toEqual({ value: long });
  expect(organizationName().read('\ufdfa'.repeat(120))).toEqual({ fault: 'too-long' });
});

test.each([
  ['1', 1],
  ['500', 500],
])('a limit of %s', (text, limit) => expect(pageLimit().read(text)).toEqual({ value: limit }));
