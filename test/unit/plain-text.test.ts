import { describe, expect, test } from '@jest/globals';
import { isBlank, isPlainMultilineText, isPlainText, trimUnseen } from '../../functions/domain/plain-text.ts';
import { growthOfTime, PROPORTIONAL } from '../support/growth-of-time.ts';

/** The code units and the ends of planes that no text may have, listed again. */
function isForbidden(code: number): boolean {
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
    [0xd800, 0xdfff],
    [0xfdd0, 0xfdef],
  ] as const;
  return ranges.some(([first, last]) => code >= first && code <= last) || (code & 0xfffe) === 0xfffe;
}

describe('plain text', () => {
  test('may have every Unicode character that is not forbidden', () => {
    const wrong: number[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`;
      if (isPlainText(text) === isForbidden(code)) wrong.push(code);
      const isAllowed = !isForbidden(code) || [0x09, 0x0a, 0x0d].includes(code);
      if (isPlainMultilineText(text) !== isAllowed) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  test('of several lines does not join two halves of a pair', () => {
    expect(isPlainMultilineText('\ud83d\n\ude00')).toBe(false);
    expect(isPlainMultilineText('\n\ud83d\ude00\t')).toBe(true);
  });
});

describe('what nobody sees around a text', () => {
  test.each([
    ['key', 'key'],
    [' key\n', 'key'],
    ['\u200ekey\u200b', 'key'],
    ['\u00ad\u2060 key \u{e0020}\u3164\ufe0f', 'key'],
    ['\u200b\tkey\r\n\u200e', 'key'],
    ['\t\u200b key\u2060\n', 'key'],
    ['\u{e0020}k', 'k'],
    ['k\u{e0020}', 'k'],
    ['\u200b \u2060', ''],
    ['', ''],
    ['k\u200be y', 'k\u200be y'],
    // These are refused anywhere in a text, and so are not removed.
    ['\u202ekey', '\u202ekey'],
    ['key\u2069', 'key\u2069'],
    ['\u200b\u202ekey\u200b', '\u202ekey'],
  ])('is removed from %j', (text, left) => expect(trimUnseen(text)).toBe(left));

  test('takes time in proportion to the length', () => {
    for (const piece of ['\u200b', ' \u200b', '\u200ba', '\u{e0020}']) {
      const texts = (count: number) => [piece.repeat(count), `a${piece.repeat(count)}`, `${piece.repeat(count)}a`];
      const trim = (count: number) => {
        for (const text of texts(count)) trimUnseen(`${text}b${text}`);
      };
      expect(growthOfTime(trim, 4000)).toBeLessThan(PROPORTIONAL);
    }
  });
});

describe('a blank text', () => {
  test.each(['', ' ', '\t\n', '\u00a0\u2003\u3000', '\u200b', '\u3164', ' \u00ad\ufeff\u2060 ', '\u{e0020}'])(
    'is %j',
    (text) => expect(isBlank(text)).toBe(true),
  );
  test.each(['a', ' .', '\u200ba', '\u0301', '0'])('is not %j', (text) => expect(isBlank(text)).toBe(false));
});
