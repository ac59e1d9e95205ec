import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readInstant, zoneLess } from '../../functions/domain/date-times.ts';

const NOON = Date.UTC(2026, 2, 1, 12, 0, 0);

describe('a date-time is read', () => {
  test.each<[string, number]>([
    ['2026-03-01T12:00:00Z', NOON],
    ['2026-03-01T12:00:00', NOON],
    ['2026-03-01T12:00:00.000', NOON],
    ['2026-03-01T12:00:00.5Z', NOON + 500],
    ['2026-03-01T12:00:00.05Z', NOON + 50],
    ['2026-03-01T12:00:00.050', NOON + 50],
    ['2026-03-01T12:00:00.123Z', NOON + 123],
    // As Python, Java and Go write them.
    ['2026-03-01T12:00:00.123456Z', NOON + 123],
    ['2026-03-01T12:00:00.123999999+00:00', NOON + 123],
    ['2026-03-01t12:00:00z', NOON],
    ['2026-03-01t12:00:00.7', NOON + 700],
    ['2026-03-01T12:00:00+00:00', NOON],
    ['2026-03-01T12:00:00-00:00', NOON],
    ['2026-03-01T17:30:00+05:30', NOON],
    ['2026-03-01T17:30:00.250+05:30', NOON + 250],
    ['2026-03-01T04:15:00-07:45', NOON],
    ['2026-03-02T11:59:00+23:59', NOON],
    ['2026-02-28T12:01:00-23:59', NOON],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2025-12-31T23:59:59.999Z', Date.UTC(2026, 0, 1) - 1],
    ['1970-01-01T00:00:00Z', 0],
    ['9999-12-31T23:59:59.999Z', Date.UTC(10_000, 0, 1) - 1],
    // After the last year of four digits: clocks do not stop there.
    ['9999-12-31T23:59:59.999-23:59', Date.UTC(10_000, 0, 1) - 1 + (23 * 60 + 59) * 60_000],
  ])('%s', (text, at) => expect(readInstant(text)).toBe(at));

  test('in the form of answers, for any time', () => {
    const years = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(years, (at) => {
        expect(readInstant(zoneLess(at))).toBe(at);
        expect(readInstant(`${zoneLess(at)}Z`)).toBe(at);
      }),
    );
  });

  test('in any time zone', () => {
    const minutes = fc.integer({ min: 0, max: 23 * 60 + 59 });
    const two = (number: number) => String(number).padStart(2, '0');
    fc.assert(
      fc.property(minutes, fc.constantFrom('+', '-'), (offset, sign) => {
        const local = zoneLess(NOON + (sign === '+' ? 1 : -1) * offset * 60_000);
        expect(readInstant(`${local}${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`)).toBe(NOON);
      }),
    );
  });
});

test.each([
  // No time, or no day.
  '',
  ' ',
  '2026-03-01',
  '2026-03-01Z',
  '2026-03',
  '12:00:00Z',
  '2026-03-01T12:00Z',
  '2026-03-01T12Z',
  '1772366400000',
  // Days and hours that do not exist.
  '2026-02-30T12:00:00Z',
  '2026-02-29T12:00:00Z',
  '2026-04-31T12:00:00',
  '2026-00-01T12:00:00Z',
  '2026-13-01T12:00:00Z',
  '2026-03-00T12:00:00Z',
  '2026-03-32T12:00:00Z',
  '2026-03-01T24:00:00Z',
  '2026-03-01T12:60:00Z',
  '2026-03-01T23:59:60Z',
  '2026-12-31T23:59:60Z',
  // Other formats.
  '2026-03-01 12:00:00Z',
  '2026-03-01  12:00:00Z',
  '2026-03-01T12:00:00 Z',
  '2026-3-1T12:00:00Z',
  '26-03-01T12:00:00Z',
  '+002026-03-01T12:00:00Z',
  '2026-03-01T12:00:00.Z',
  '2026-03-01T12:00:00.1234567890Z',
  '2026-03-01T12:00:00,5Z',
  '2026-W09-7T12:00:00Z',
  // Zones.
  '2026-03-01T12:00:00+24:00',
  '2026-03-01T12:00:00-24:00',
  '2026-03-01T12:00:00+05:60',
  '2026-03-01T12:00:00+0530',
  '2026-03-01T12:00:00+05',
  '2026-03-01T12:00:00+5:30',
  '2026-03-01T12:00:00Z+05:30',
  '2026-03-01T12:00:00\u221205:30',
  '2026-03-01T12:00:00UTC',
  // Text around it, and digits of another script.
  ' 2026-03-01T12:00:00Z',
  '2026-03-01T12:00:00Z ',
  '2026-03-01T12:00:00Z\n',
  '\n2026-03-01T12:00:00Z',
  'at 2026-03-01T12:00:00Z',
  '"2026-03-01T12:00:00Z"',
  '2026-03-01T12:00:00Z2026-03-01T12:00:00Z',
  '\u0662\u0660\u0662\u0666-03-01T12:00:00Z',
])('%j is not a date-time', (text) => expect(readInstant(text)).toBeUndefined());
