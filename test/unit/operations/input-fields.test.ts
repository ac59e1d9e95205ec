import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { organizationName, pageLimit, plainText } from '../../../functions/operation/input-fields.ts';
import { operations } from '../../../functions/operations.ts';

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

describe('what a field reads is what its schema allows', () => {
  const lengths = [0, 1, 16, 64, 128, 256, 2000, 2048].flatMap((length) => [length, length + 1]);
  const texts = [
    ...lengths.map((length) => 'a'.repeat(length)),
    ...['A', 'G'].map((digit) => digit.repeat(64)),
    ...['2026-01-01T00:00:00Z', '2026-01-01t00:00:00.123456789+05:30', '2026-01-01', '2026-01-01T00:00'],
    ...['approved', 'rejected', 'newest', 'unknown'],
  ];
  const numbers = [-1, 0, 1, 500, 501, 7_776_000, 7_776_001, 0.5];
  const isAllowed = (schema: object) => new Ajv().compile(schema);

  test.each(
    operations.flatMap(({ name, method, input }) =>
      Object.entries(input.fields).map(([field, { read, schema }]) => ({
        name,
        field,
        isGet: method === 'GET',
        read,
        schema,
      })),
    ),
  )('$name: $field', ({ isGet, read, schema }) => {
    const allows = isAllowed(schema);
    const accepts = (sent: unknown) => 'value' in read(sent);
    const isNumber = schema.type === 'integer';
    // A number is text in a query; elsewhere a text field takes its digits, which no schema says.
    const values = isNumber ? numbers : texts;
    const sent = (value: string | number) => (isNumber && isGet ? String(value) : value);
    expect(values.filter((value) => accepts(sent(value)))).toEqual(values.filter((value) => allows(value)));
    expect(accepts({})).toBe(false);
  });
});
