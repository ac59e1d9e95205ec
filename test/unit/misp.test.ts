import { describe, expect, test } from '@jest/globals';
import { dateOf, zoneLess } from '../../functions/domain/date-times.ts';
import { isPossibleMispId } from '../../functions/domain/misp.ts';

describe('the id of a MISP', () => {
  test.each([
    '1',
    '100',
    '99999999',
    'x',
    'MISP-1',
    'Name',
    'mispid',
    'INVALID',
    'a.b_c-d',
    '1.',
    'a--',
    '12345678-12345678.12345678_12345678',
    `${'a'.repeat(31)}-${'b'.repeat(4)}`,
    '0f8fad5b-d9cb-469f-a165-7086b728950e',
  ])('may be %j', (id) => {
    expect(isPossibleMispId(id)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['a path segment of the API', 'mispId'],
    ['the other path segment', 'name'],
    ['longer than 36', 'ab-'.repeat(12).concat('c')],
    ['a licence key of 32', 'aB3'.repeat(11).slice(1)],
    ['a licence key cut at 36', 'aB3'.repeat(12)],
    ['a licence key after a dot', `a.${'aB3'.repeat(11).slice(1)}`],
    ['nine digits', '123456789'],
    ['nine digits within', 'MISP-123456789-x'],
    ['a UUID with as many digits in a row', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['a phone number', '+919876543210'],
    ['a phone number without its plus', '919876543210'],
    ['a phone number with blanks', '98765 43210'],
    ['an e-mail address', 'a@x.org'],
    ['a line break', '100\r\nX:1'],
    ['a line break at the end', '100\n'],
    ['a leading line break', '\n100'],
    ['a null character', '227\u0000'],
    ['a blank', ' 100'],
    ['a trailing blank', '100 '],
    ['dots only', '.'],
    ['two dots', '..'],
    ['a leading dot', '.100'],
    ['a leading dash', '-1'],
    ['a leading underscore', '_1'],
    ['digits of another script', '\u0661\u0662\u0663'],
    ['wide digits', '\uff11\uff10\uff10'],
    ['letters of another script', '\u041c1'],
    ['an accent', 'e\u0301'],
    ['half a surrogate pair', '\ud800'],
    ['a slash', '1/2'],
    ['a percent sign', '1%00'],
    ['the key of an item', 'MISP#100'],
  ])('is never %s', (_, id) => {
    expect(isPossibleMispId(id)).toBe(false);
  });

  test('may have only letters, digits and three other ASCII characters', () => {
    const codes = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    const inIds = codes.filter((character) => isPossibleMispId(`a${character}b`)).join('');
    expect(inIds).toBe('-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz');
  });
});

describe('date-times', () => {
  test('of entities are zone-less ISO in UTC, with milliseconds', () => {
    expect(zoneLess(Date.UTC(2020, 5, 6, 5, 22, 47, 47))).toBe('2020-06-06T05:22:47.047');
    expect(zoneLess(0)).toBe('1970-01-01T00:00:00.000');
  });

  test('become the UTC date', () => {
    expect(dateOf(Date.UTC(2026, 11, 31, 23, 59, 59, 999))).toBe('2026-12-31');
    expect(dateOf(Date.UTC(2027, 0, 1))).toBe('2027-01-01');
  });
});
