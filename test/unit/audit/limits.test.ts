import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, limits } from '../../../functions/audit/limits.ts';

describe('texts from outside', () => {
  test('are cut to what an audit record has room for', () => {
    expect(limits).toEqual({ reference: 36, userId: 256, name: 128, hostIp: 45 });
    expect(cut('abcdef', 3)).toBe('abc');
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('', 3)).toBe('');
  });

  test('are never cut into half a surrogate pair', () => {
    expect(cut('ab\ud83d\ude80', 4)).toBe('ab\ud83d\ude80');
    expect(cut('ab\ud83d\ude80', 3)).toBe('ab\ufffd');
    expect(cut('\ud83d', 5)).toBe('\ufffd');
  });

  test('come out well-formed and short enough, whatever they are', () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), (raw, length) => {
        const short = cut(raw, length);
        expect(short.length).toBe(Math.min(raw.length, length));
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});
