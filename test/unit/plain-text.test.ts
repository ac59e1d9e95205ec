import { describe, expect, test } from '@jest/globals';
import { isBlank, isPlainMultilineText, isPlainText } from '../../functions/domain/plain-text.ts';

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

describe('a blank text', () => {
  test.each(['', ' ', '\t\n', '\u00a0\u2003\u3000', '\u200b', '\u3164', ' \u00ad\ufeff\u2060 ', '\u{e0020}'])(
    'is %j',
    (text) => expect(isBlank(text)).toBe(true),
  );
  test.each(['a', ' .', '\u200ba', '\u0301', '0'])('is not %j', (text) => expect(isBlank(text)).toBe(false));
});
