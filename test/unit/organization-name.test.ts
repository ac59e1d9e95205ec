import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitsNameKey, normalizeName, normalizePrefix } from '../../functions/domain/organization-name.ts';
import { isBlank } from '../../functions/domain/plain-text.ts';
import { anyCharacter } from '../support/any-character.ts';

describe('the normalized name', () => {
  test.each([
    ['Celltel', 'celltel'],
    ['CELLTEL Ltd.', 'celltel ltd.'],
    ['  Cell \t\n tel  ', 'cell tel'],
    ['Cell\u00a0\u2003\u3000tel', 'cell tel'],
    ['\uff23\uff45\uff4c\uff4c', 'cell'],
    ['\ufb01ne', 'fine'],
    ['Caf\u0065\u0301', 'caf\u00e9'],
    ['\u2126', '\u03c9'],
    ['\u00c5NGSTR\u00d6M', '\u00e5ngstr\u00f6m'],
    ['ISTANBUL', 'istanbul'],
    ['\u0130zmir', 'i\u0307zmir'],
    ['100%_*', '100%_*'],
    ['\ud83d\ude80 Rocket', '\ud83d\ude80 rocket'],
    // Invisible characters.
    ['Zero\u200bWidth', 'zerowidth'],
    ['Soft\u00adHyphen', 'softhyphen'],
    ['Word\u2060Joiner \ufeffMark', 'wordjoiner mark'],
    ['\u2764\ufe0f Love', '\u2764 love'],
    ['Tag\u{e0041}ged \u{e0100}', 'tagged'],
    ['\u3164', ''],
    ['\u200b \u200d', ''],
    // A joiner separates a letter and its mark, a filler two halves of a syllable.
    ['Cafe\u200d\u0301', 'caf\u00e9'],
    ['\u1100\u115f\u1161', '\uac00'],
    // All sigmas are equal.
    ['\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c3'],
    ['\u03a6\u03a9\u03a3 n \u03a6\u03a9\u03a3', '\u03c6\u03c9\u03c3 n \u03c6\u03c9\u03c3'],
    ['\u03c6\u03c9\u03c2 n \u03c6\u03c9\u03c2', '\u03c6\u03c9\u03c3 n \u03c6\u03c9\u03c3'],
    ['\u03f2\u03f9', '\u03c3\u03c3'],
  ])('of %j is %j', (name, normalized) => {
    expect(normalizeName(name)).toBe(normalized);
  });

  test('is the same for names that differ only by case and white space', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9.&-]{1,8}$/);
    const space = fc.stringMatching(/^[ \t\u00a0\u2003]{1,4}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), space, (words, between) => {
        const plain = words.join(' ').toLowerCase();
        expect(normalizeName(`${between}${words.join(between).toUpperCase()}${between}`)).toBe(plain);
        expect(normalizeName(words.join(between))).toBe(plain);
      }),
    );
  });

  test('has only single spaces within', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (name) => {
        expect(normalizeName(name)).toMatch(/^(\S+( \S+)*)?$/u);
      }),
    );
  });

  test('does not change if normalized again', () => {
    const letterWithMark = fc
      .tuple(fc.integer({ min: 0x41, max: 0x5ff }), fc.integer({ min: 0x300, max: 0x36f }))
      .map(([letter, mark]) => String.fromCodePoint(letter, mark));
    const text = fc.array(fc.oneof(fc.string({ unit: anyCharacter, maxLength: 4 }), letterWithMark), { maxLength: 6 });
    fc.assert(
      fc.property(text, (parts) => {
        const normalized = normalizeName(parts.join(''));
        expect(normalizeName(normalized)).toBe(normalized);
      }),
      // Capitals without a composed form, whose small letters have one: J with caron, T with diaeresis.
      { examples: [[['J\u030c']], [['T\u0308el']], [['\u0399\u0308\u0301']]] },
    );
  });

  test.each([
    ['Latin', 0x41, 0x24f],
    ['Greek', 0x370, 0x3ff],
    ['Greek with accents', 0x1f00, 0x1fff],
    ['Cyrillic', 0x400, 0x4ff],
    ['Hebrew', 0x590, 0x5ff],
    ['Arabic', 0x600, 0x6ff],
    ['Devanagari', 0x900, 0x97f],
    ['Tamil', 0xb80, 0xbff],
    ['Hangul', 0x1100, 0x11ff],
    ['wide forms', 0xff00, 0xffef],
    ['compatibility forms', 0xfb00, 0xfdff],
  ])('does not change if normalized again, in %s, with invisible characters and marks', (_, first, last) => {
    const between = fc.constantFrom(
      '',
      '',
      ' ',
      '\u200d',
      '\u200b',
      '\u00ad',
      '\u0301',
      '\u0345',
      '\u093c',
      '\u3164',
      '\u00a8',
    );
    const letter = fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code));
    const name = fc.array(
      fc.tuple(letter, between).map((pair) => pair.join('')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(name, (parts) => {
        const normalized = normalizeName(parts.join(''));
        expect(normalizeName(normalized)).toBe(normalized);
        expect(normalized).not.toMatch(/\p{Default_Ignorable_Code_Point}|\u03c2/u);
      }),
    );
  });

  test('of a visible character is never empty', () => {
    // After the third plane only invisible characters are assigned.
    for (let code = 0; code <= 0x3ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (!isBlank(character) && normalizeName(character) === '') throw new Error(`U+${code.toString(16)} vanishes`);
    }
  });

  test.each(['J\u030cAN', 'T\u0308EL', 'W\u030aERK'])('of %j is the same as in lower case', (name) => {
    expect(normalizeName(name.toLowerCase())).toBe(normalizeName(name));
  });
});

describe('the length of a name in the keys', () => {
  test('is at most 900 bytes of UTF-8', () => {
    expect(fitsNameKey('a'.repeat(900))).toBe(true);
    expect(fitsNameKey('a'.repeat(901))).toBe(false);
    expect(fitsNameKey('\u00e9'.repeat(450))).toBe(true);
    expect(fitsNameKey(`${'\u00e9'.repeat(450)}a`)).toBe(false);
  });

  test('allows 128 characters of any script, except those that expand', () => {
    expect(fitsNameKey(normalizeName('\u4e2d'.repeat(128)))).toBe(true);
    expect(fitsNameKey(normalizeName('\ud83d\ude80'.repeat(64)))).toBe(true);
    expect(fitsNameKey(normalizeName('\ufdfa'.repeat(128)))).toBe(false);
  });
});

describe('a normalized prefix', () => {
  test.each([
    ['\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c3'],
    ['Zero\u200bW', 'zerow'],
    [' ', ''],
    ['a'.repeat(128), 'a'.repeat(128)],
  ])('of %j is %j', (prefix, normalized) => expect(normalizePrefix(prefix)).toBe(normalized));

  test('is a prefix of the normalized name, for every prefix of a name', () => {
    for (const name of [
      '\u039f\u0394\u039f\u03a3\u0395\u0391\u03a3',
      'Zero\u200bWidth Ltd',
      'STRA\u1e9eE',
      '\uff23ell',
    ]) {
      for (let end = 1; end <= name.length; end += 1) {
        expect(normalizeName(name).startsWith(normalizePrefix(name.slice(0, end)) ?? 'nothing')).toBe(true);
      }
    }
  });

  test.each([
    ['more than the longest name', 'a'.repeat(129)],
    ['more invisible characters than the longest name', '\u200b'.repeat(129)],
    ['more bytes than the keys allow', '\ufdfa'.repeat(100)],
    ['a control character', 'a\u0001'],
    ['a line break', 'a\n'],
    ['half a surrogate pair', 'a\ud800'],
    ['a noncharacter', 'a\uffff'],
    ['an override', '\u202ea'],
    ['an isolate', 'a\u2067'],
  ])('is undefined with %s', (_, prefix) => expect(normalizePrefix(prefix)).toBeUndefined());
});
