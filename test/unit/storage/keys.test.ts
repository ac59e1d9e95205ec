import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ANNOUNCED_KEY,
  afterOrder,
  COUNTER_KEY,
  LIST_PARTITION,
  licenseKeyPointer,
  mispKey,
  nameKey,
  noticeKey,
  orderKey,
  positionOf,
  requestKey,
} from '../../../functions/storage/keys.ts';
import { FORGET_AT, indexes, MISPS_KEY, OUTBOX_KEY } from '../../../functions/storage/table-schema.ts';
import { anyCharacter } from '../../support/any-character.ts';

// Literals: what is stored and what is deployed have these names, whatever the code calls them.
describe('the keys of the table', () => {
  test('are these', () => {
    expect(mispKey('100')).toBe('MISP#100');
    expect(nameKey('celltel ltd.')).toBe('NAME#celltel ltd.');
    expect(licenseKeyPointer('0a1b')).toBe('KEY#0a1b');
    expect(requestKey('update-misp#0a1b')).toBe('REQUEST#update-misp#0a1b');
    expect(noticeKey('100', '2026-03-31T10:20:30.456Z')).toBe('NOTICE#100#2026-03-31T10:20:30.456Z');
    expect(ANNOUNCED_KEY).toBe('ANNOUNCED');
    expect(COUNTER_KEY).toBe('COUNTER');
    expect(LIST_PARTITION).toBe('MISP');
    expect(orderKey('celltel', '100')).toBe('celltel\u0001100');
  });

  test('are in these attributes', () => {
    expect({ MISPS_KEY, OUTBOX_KEY, FORGET_AT }).toEqual({ MISPS_KEY: 'pk', OUTBOX_KEY: 'id', FORGET_AT: 'forgetAt' });
    expect(indexes).toEqual({
      'by-registration': { partition: 'list', sort: 'registration' },
      'by-name': { partition: 'list', sort: 'nameOrder' },
      'by-status': { partition: 'status', sort: 'registration' },
      'by-running-out': { partition: 'list', sort: 'runsOut' },
    });
  });
});

describe('a sort key of the indexes', () => {
  const name = fc.string({ unit: anyCharacter }).filter((text) => !/\p{Cc}/u.test(text));
  const mispId = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\u0001'));

  test('represents a position, which can be read back', () => {
    fc.assert(
      fc.property(name, mispId, (order, id) => {
        expect(positionOf(orderKey(order, id))).toEqual({ order, mispId: id });
      }),
    );
  });

  test('without a separator is invalid', () => {
    expect(positionOf('celltel')).toBeUndefined();
    expect(positionOf('')).toBeUndefined();
  });

  test('is split at the last separator', () => {
    expect(positionOf('a\u0001b\u0001c')).toEqual({ order: 'a\u0001b', mispId: 'c' });
    expect(positionOf('\u0001c')).toEqual({ order: '', mispId: 'c' });
  });

  test('sorts after all with its value, and before those with a greater one', () => {
    expect(afterOrder('b') > orderKey('b', '\uffff')).toBe(true);
    expect(afterOrder('b') < orderKey('ba', '')).toBe(true);
  });

  test('sorts by name first, a name before every longer one, then by id', () => {
    const bytes = (text: string) => Buffer.from(text, 'utf8');
    const isBefore = (a: string, b: string) => Buffer.compare(bytes(a), bytes(b)) < 0;
    fc.assert(
      fc.property(name, name, mispId, mispId, (first, second, a, b) => {
        fc.pre(first !== second && first.isWellFormed() && second.isWellFormed());
        expect(isBefore(orderKey(first, a), orderKey(second, b))).toBe(isBefore(first, second));
      }),
    );
    expect(isBefore(orderKey('cell', '999'), orderKey('cell a', '100'))).toBe(true);
    expect(isBefore(orderKey('cell', '100'), orderKey('cell', '101'))).toBe(true);
  });
});
