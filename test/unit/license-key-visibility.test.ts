import { describe, expect, test } from '@jest/globals';
import { shownKey, stricter } from '../../functions/operation/license-key-visibility.ts';

describe('a licence key', () => {
  const key = `${'a'.repeat(46)}WXYZ`;

  test('is unchanged in full', () => expect(shownKey(key, 'full')).toBe(key));

  test('masked keeps its length and its last four characters', () => {
    expect(shownKey(key, 'masked')).toBe(`${'*'.repeat(46)}WXYZ`);
    expect(shownKey('k'.repeat(128), 'masked')).toBe(`${'*'.repeat(124)}kkkk`);
    expect(shownKey('k'.repeat(17), 'masked')).toBe(`${'*'.repeat(13)}kkkk`);
  });

  test('that is short shows nothing if masked', () => {
    for (const short of ['k', '1234', '12345', 'k'.repeat(16)]) {
      expect(shownKey(short, 'masked')).toBe('*'.repeat(short.length));
    }
  });
});

test('of two visibilities the stricter one counts', () => {
  expect(stricter('full', 'full')).toBe('full');
  expect(stricter('full', 'masked')).toBe('masked');
  expect(stricter('masked', 'full')).toBe('masked');
  expect(stricter('masked', 'masked')).toBe('masked');
});
