import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 } as const;

/**
 * Any possible character, as the unit of `fc.string`. Its own `binary` gives the same ones, but first makes a table of
 * all 1.1 million, which takes a second.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - SURROGATES.count }).map(
  (place) => String.fromCodePoint(place < SURROGATES.first ? place : place + SURROGATES.count),
  (character) => {
    const code = typeof character === 'string' ? character.codePointAt(0) : undefined;
    if (code === undefined || String.fromCodePoint(code) !== character) throw new Error('This is not one character');
    return code < SURROGATES.first ? code : code - SURROGATES.count;
  },
);
