import { describe, expect, test } from '@jest/globals';
import type { RetryHeader } from '../../functions/operation/contract.ts';
import type { InputProblem } from '../../functions/operation/rejected-input.ts';
import { isWanted, readRetryHeaders } from '../../functions/operation/retry-headers.ts';
import { growthOfTime, PROPORTIONAL } from '../support/growth-of-time.ts';

const both: readonly RetryHeader[] = ['idempotency-key', 'if-match'];

/** The headers as read, and their faults. */
function read(headers: Readonly<Record<string, string | undefined>>, taken = both) {
  const problems: InputProblem[] = [];
  const retry = readRetryHeaders(taken, headers, problems);
  return { retry, problems };
}
const wrong = (name: RetryHeader, reason: string) => [{ in: 'header', name, reason }];

describe('an idempotency key', () => {
  const ascii = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');

  test.each(['k', 'k'.repeat(128), '"quoted"', '!', '~', 'a,b', ascii])('may be %j', (key) => {
    expect(read({ 'idempotency-key': key })).toEqual({ retry: { idempotencyKey: key }, problems: [] });
  });

  test.each([
    ['', 'blank'],
    ['k'.repeat(129), 'too-long'],
    [' '.repeat(129), 'too-long'],
    [' ', 'not-allowed'],
    [' k', 'not-allowed'],
    ['k ', 'not-allowed'],
    ['a b', 'not-allowed'],
    ['a, b', 'not-allowed'],
    ['a\tb', 'not-allowed'],
    ['a\n', 'not-allowed'],
    ['a\r\nb', 'not-allowed'],
    ['a\u0000', 'not-allowed'],
    ['\u001f', 'not-allowed'],
    ['a\u007f', 'not-allowed'],
    ['a\u0080', 'not-allowed'],
    ['é', 'not-allowed'],
    ['\u{1f511}', 'not-allowed'],
    ['a\u202e', 'not-allowed'],
  ] as const)('may not be %j: %s', (key, reason) => {
    expect(read({ 'idempotency-key': key }).problems).toEqual(wrong('idempotency-key', reason));
  });
});

describe('If-Match', () => {
  test.each([
    ['*', '*'],
    [' *\t', '*'],
    ['"3"', ['3']],
    ['W/"3"', ['3']],
    [' "3" ', ['3']],
    ['"3","4"', ['3', '4']],
    ['"3", "4"', ['3', '4']],
    ['"3" ,\t W/"4" ,"5"', ['3', '4', '5']],
    ['"3","3"', ['3']],
    ['"0"', ['0']],
    ['"03","003"', ['03', '003']],
    ['"99999999999999999999"', ['99999999999999999999']],
    [`"${'9'.repeat(400)}"`, ['9'.repeat(400)]],
  ] as const)('%j names %j', (text, versions) => {
    const ifMatch = versions === '*' ? '*' : new Set(versions);
    expect(read({ 'if-match': text })).toEqual({ retry: { ifMatch }, problems: [] });
  });

  test.each([
    '',
    ' ',
    '3',
    '""',
    '"a"',
    "'3'",
    '"3',
    '3"',
    '"3" "4"',
    '"3";"4"',
    '*,"3"',
    '"3",*',
    '**',
    '"*"',
    '"3",',
    ',"3"',
    ',',
    '"3",,"4"',
    '"3", ,"4"',
    '"3",4',
    '"3","a"',
    '" 3"',
    '"3 "',
    '"3.0"',
    '"-3"',
    '"+3"',
    '"3e1"',
    '"0x3"',
    '"٣"',
    'w/"3"',
    'W/ "3"',
    'W/3',
    'W/W/"3"',
    '"3"\n"4"',
  ])('may not be %j', (text) => {
    expect(read({ 'if-match': text })).toEqual({ retry: {}, problems: wrong('if-match', 'not-allowed') });
  });

  test('is read in linear time', () => {
    for (const piece of ['"3",', '"', ' ', 'W/']) {
      const refuse = (pieces: number) => expect(read({ 'if-match': piece.repeat(pieces) }).problems).toHaveLength(1);
      expect(growthOfTime(refuse, 64_000)).toBeLessThan(PROPORTIONAL);
    }
  });

  test('matches any version with `*`, and otherwise one of its versions', () => {
    expect(isWanted('*', 7)).toBe(true);
    expect(isWanted(new Set(['3', '7']), 7)).toBe(true);
    expect(isWanted(new Set(['3', '8']), 7)).toBe(false);
    expect(isWanted(new Set(), 7)).toBe(false);
  });

  test('matches a version only by its exact text', () => {
    expect(isWanted(new Set(['07', '007', '70']), 7)).toBe(false);
    // The number that this text would be rounded to.
    expect(isWanted(new Set(['9007199254740993']), 9_007_199_254_740_992)).toBe(false);
  });
});

describe('headers', () => {
  test('are undefined if absent', () => {
    expect(read({})).toEqual({ retry: {}, problems: [] });
    expect(read({ 'idempotency-key': undefined, 'if-match': undefined })).toEqual({ retry: {}, problems: [] });
  });

  test('are both read, and the errors of both are listed', () => {
    expect(read({ 'idempotency-key': 'k', 'if-match': '"3"' })).toEqual({
      retry: { idempotencyKey: 'k', ifMatch: new Set(['3']) },
      problems: [],
    });
    expect(read({ 'idempotency-key': ' ', 'if-match': '3' }).problems).toEqual([
      ...wrong('idempotency-key', 'not-allowed'),
      ...wrong('if-match', 'not-allowed'),
    ]);
  });

  test('are ignored by an operation without them', () => {
    const headers = { 'idempotency-key': ' ', 'if-match': '3' };
    expect(read(headers, [])).toEqual({ retry: {}, problems: [] });
    expect(read(headers, ['idempotency-key']).problems).toEqual(wrong('idempotency-key', 'not-allowed'));
    expect(read({ 'idempotency-key': 'k', 'if-match': '3' }, ['idempotency-key'])).toEqual({
      retry: { idempotencyKey: 'k' },
      problems: [],
    });
  });
});
