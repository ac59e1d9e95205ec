import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, limits } from '../../../functions/audit/limits.ts';
import { growthOfTime, PROPORTIONAL } from '../../support/growth-of-time.ts';

describe('texts from outside', () => {
  test('are cut to the length of an audit record', () => {
    expect(limits).toEqual({ userId: 256, name: 128, hostIp: 45 });
    expect(cut('abcdef', 3)).toBe('abc');
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('', 3)).toBe('');
  });

  test('are never cut into half a surrogate pair', () => {
    expect(cut('ab\ud83d\ude80', 4)).toBe('ab\ud83d\ude80');
    expect(cut('ab\ud83d\ude80', 3)).toBe('ab\ufffd');
    expect(cut('\ud83d', 5)).toBe('\ufffd');
  });

  const replaced: readonly number[] = [
    ...Array.from({ length: 32 }, (_, code) => code),
    ...Array.from({ length: 33 }, (_, index) => 0x7f + index),
    ...[0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
    ...[0x2028, 0x2029, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x10ffff],
  ];
  const isReplaced = (code: number) => replaced.includes(code);

  test.each(replaced.map((code) => [code.toString(16), code] as const))('have U+FFFD in place of %s', (_, code) => {
    expect(cut(`a${String.fromCodePoint(code)}b`, 36)).toBe('a\ufffdb');
  });

  test.each([
    'a b',
    'M\u00fcll',
    '\u0e01\u0e33',
    'na\u200dme',
    '\u{1f600}',
    '\u{2f800}',
    'a\u00ad\u200bb',
    '\ufffd',
    '\ue000',
  ])('are not changed: %j', (text) => {
    expect(cut(text, 36)).toBe(text);
  });

  test('always become printable, well-formed and short enough', () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), (raw, length) => {
        const short = cut(raw, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short.isWellFormed()).toBe(true);
        expect([...short].filter((character) => isReplaced(character.codePointAt(0)!))).toEqual([]);
        // The rest is unchanged, in order.
        const kept = [...raw.slice(0, length)];
        expect([...short]).toHaveLength(kept.length);
        [...short].forEach((character, index) => {
          if (character !== '\ufffd') expect(character).toBe(kept[index]);
        });
      }),
    );
  });

  test('are cut in time proportional to their length', () => {
    for (const piece of ['\u0000', '\u202e', '\ud800', 'a\u0345\u0315', '\u{1fffe}']) {
      const cutAll = (pieces: number) => void cut(piece.repeat(pieces), 1_000_000);
      expect(growthOfTime(cutAll, 64_000)).toBeLessThan(PROPORTIONAL);
    }
  });
});
