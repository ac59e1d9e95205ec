import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newRowId, readRowId, rowIdPattern, tokenOf } from '../../../functions/audit/row-id.ts';
import { operations } from '../../../functions/operations.ts';
import { isLike } from '../../../local/aws/iam/wildcards.ts';
import { NOW } from '../../support/sample-misp.ts';

const OPERATION = 'list-misps';
const timeOrdered = (at: number) => newRowId(OPERATION, at).slice(`${OPERATION}#`.length);

describe('the id of an outbox row', () => {
  test.each(operations.map(({ name }) => [name]))('of %s is read back, and matches its pattern', (name) => {
    const id = newRowId(name, NOW);
    expect(readRowId(id)).toEqual({ operation: name, timeOrderedId: id.slice(name.length + 1) });
    expect(operations.filter((one) => isLike(rowIdPattern(one.name), id)).map((one) => one.name)).toEqual([name]);
  });

  test('gives its transaction a token of its own, although time stands still', () => {
    const ids = Array.from({ length: 1000 }, (_, n) => newRowId(operations[n % operations.length]!.name, NOW));
    expect(new Set(ids.map(tokenOf)).size).toBe(1000);
    expect(ids.map((id) => readRowId(id)?.timeOrderedId)).toEqual(ids.map(tokenOf));
  });

  test.each([
    '',
    OPERATION,
    `${OPERATION}#`,
    timeOrdered(NOW),
    `#${timeOrdered(NOW)}`,
    `A#${timeOrdered(NOW)}`,
    `${OPERATION}#${timeOrdered(NOW)}0`,
    `${OPERATION}#${timeOrdered(NOW).toLowerCase()}`,
    `x\n${OPERATION}#${timeOrdered(NOW)}`,
    `${OPERATION}#${timeOrdered(NOW)}\n`,
  ])('is not %j', (text) => expect(readRowId(text)).toBeUndefined());

  test("ends in a ULID: 26 characters of Crockford's alphabet", () => {
    expect(timeOrdered(NOW)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  test('has the milliseconds after the operation', () => {
    // The example of the ULID specification.
    expect(timeOrdered(1469918176385).slice(0, 10)).toBe('01ARYZ6S41');
    expect(timeOrdered(0).slice(0, 10)).toBe('0000000000');
    expect(timeOrdered(2 ** 48 - 1).slice(0, 10)).toBe('7ZZZZZZZZZ');
  });

  test('sorts by time as text within its operation', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 2 });
    fc.assert(
      fc.property(time, time, (a, b) => {
        fc.pre(a !== b);
        expect(newRowId(OPERATION, a) < newRowId(OPERATION, b)).toBe(a < b);
      }),
    );
  });

  test('is different every time, even within a millisecond', () => {
    const ids = Array.from({ length: 5000 }, () => newRowId(OPERATION, NOW));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('draws every character of the alphabet in every random place', () => {
    const ids = Array.from({ length: 2000 }, () => timeOrdered(NOW));
    for (let place = 10; place < 26; place += 1) {
      expect(new Set(ids.map((id) => id.charAt(place))).size).toBe(32);
    }
  });
});
