import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitsNameKey, normalizeName } from '../../functions/domain/organization-name.ts';

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
  ])('of %j is %j', (name, normalized) => {
    expect(normalizeName(name)).toBe(normalized);
  });

  test('is the same for names that differ by case and white space only', () => {
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

  test('has no white space but single spaces within', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        expect(normalizeName(name)).toMatch(/^(\S+( \S+)*)?$/u);
      }),
    );
  });

  test('is its own normalized name', () => {
    const letterWithMark = fc
      .tuple(fc.integer({ min: 0x41, max: 0x5ff }), fc.integer({ min: 0x300, max: 0x36f }))
      .map(([letter, mark]) => String.fromCodePoint(letter, mark));
    const text = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), letterWithMark), { maxLength: 6 });
    fc.assert(
      fc.property(text, (parts) => {
        const normalized = normalizeName(parts.join(''));
        expect(normalizeName(normalized)).toBe(normalized);
      }),
      // Capitals that have no composed form while their small letter has one: J with caron, T with diaeresis.
      { examples: [[['J\u030c']], [['T\u0308el']], [['\u0399\u0308\u0301']]] },
    );
  });

  test.each(['J\u030cAN', 'T\u0308EL', 'W\u030aERK'])('of %j is the same in small letters', (name) => {
    expect(normalizeName(name.toLowerCase())).toBe(normalizeName(name));
  });
});

describe('the room for a name in the keys', () => {
  test('is 900 bytes of UTF-8', () => {
    expect(fitsNameKey('a'.repeat(900))).toBe(true);
    expect(fitsNameKey('a'.repeat(901))).toBe(false);
    expect(fitsNameKey('\u00e9'.repeat(450))).toBe(true);
    expect(fitsNameKey(`${'\u00e9'.repeat(450)}a`)).toBe(false);
  });

  test('is enough for 128 characters of any script, and not for those that blow up', () => {
    expect(fitsNameKey(normalizeName('\u4e2d'.repeat(128)))).toBe(true);
    expect(fitsNameKey(normalizeName('\ud83d\ude80'.repeat(64)))).toBe(true);
    expect(fitsNameKey(normalizeName('\ufdfa'.repeat(128)))).toBe(false);
  });
});
