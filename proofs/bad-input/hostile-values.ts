import fc from 'fast-check';
import { anyCharacter } from '../../test/support/any-character.ts';

/** Texts and values that are known to break programs. */

/** Names with a meaning in JavaScript, a database or a shell. */
const SPECIAL_WORDS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'undefined',
  'null',
  'NaN',
  'MISP#100',
  'NAME#acme',
  'COUNTER',
  "' OR 1=1 --",
  '{{7*7}}<%= 7*7 %>$(id)`id`',
  '<script>alert(1)</script>',
  '%s%n%00%0a',
  '../../../../etc/passwd',
  'a\u0001100',
] as const;

/** Characters that JSON allows and few programs handle. */
const AWKWARD_CHARACTERS = [
  '\u0000',
  '\u0001',
  '\u0007',
  '\t',
  '\n',
  '\r\n',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u00ad',
  '\u200b',
  '\u202e',
  '\u2066',
  '\u200e',
  '\u061c',
  '\u115f',
  '\u3164',
  '\u034f',
  '\ufe0f',
  '\u{e0001}',
  '\u{e0100}',
  '\u{1fffe}',
  '\ufdd0',
  '\u2028',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\ud800',
  '\udfff',
  '\udc00\ud800',
  '\u{10ffff}',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  'e\u0301\u0301\u0301\u0301',
  '\ufdfa',
  '\u0130',
  '\uff21',
  '\u1f88',
] as const;

/** Combining marks of three classes after one letter, which a normalization must sort: as many as a body can hold. */
const marks = fc
  .tuple(
    fc.constantFrom('\u0345\u0315\u0316', '\u0345\u0323\u0334', '\u064b\u05b0\u0323'),
    fc.constantFrom(40, 3_000, 10_500),
  )
  .map(([three, times]) => `a${[...three].map((mark) => mark.repeat(times)).join('')}`);

const word = fc.constantFrom(...SPECIAL_WORDS);
const awkward = fc.constantFrom(...AWKWARD_CHARACTERS);
const filler = fc.constantFrom('x', ' ', 'ä', '\ufdfa', '\u{1f600}', '\u0130');

/** Texts around the limits of a field. */
export function hostileText(maxLength: number): fc.Arbitrary<string> {
  const lengths = [0, 1, maxLength - 1, maxLength, maxLength + 1, maxLength * 4, 20_000].filter((n) => n >= 0);
  return fc.oneof(
    { arbitrary: word, weight: 2 },
    { arbitrary: fc.tuple(fc.string({ maxLength: 8 }), awkward).map(([text, mark]) => text + mark), weight: 3 },
    { arbitrary: fc.tuple(awkward, word).map(([mark, text]) => mark + text), weight: 1 },
    { arbitrary: fc.array(awkward, { minLength: 1, maxLength: 6 }).map((marks) => marks.join('')), weight: 2 },
    {
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '   ',
        '\t',
        '\u00a0',
        '\u3000',
        '\u2003\u2003',
        '\u200b\u2060',
        ' \u3164',
        '\u{e0001}',
      ),
      weight: 2,
    },
    {
      arbitrary: fc
        .tuple(fc.constantFrom(...lengths), filler)
        .map(([length, character]) => character.repeat(length).slice(0, length)),
      weight: 2,
    },
    {
      // This many code points, but twice as many code units.
      arbitrary: fc
        .constantFrom((maxLength >> 1) + 1, maxLength, maxLength + 1)
        .map((length) => '\u{1f600}'.repeat(length)),
      weight: 1,
    },
    { arbitrary: marks, weight: 4 },
    { arbitrary: fc.string({ unit: anyCharacter, maxLength: 40 }), weight: 2 },
    { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 1 },
  );
}

/** JSON where a text is expected; some of it no JSON writer would produce. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-1',
    '1e999',
    '123456789012345678901234567890',
    '9876543210',
    '9007199254740991',
    '9007199254740993',
    '-9007199254740993',
    '1.5',
    '100.0',
    '1E2',
    '1e21',
    '1e400',
    '-1e400',
    '1e-400',
    '-0.0',
    '010',
    '+1',
    'Infinity',
    '[]',
    '{}',
    '[null]',
    '["approved"]',
    '{"toString":1}',
    '{"__proto__":{"name":"x"}}',
    '{"length":3}',
    '""',
    '"\\ud800"',
    '"\\u0000"',
    '"\\uD83D\\uDE00"',
  ),
  fc.constantFrom(1, 2, 7, 40, 300, 3000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.constantFrom(1, 7, 90, 1500).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.json(),
);
