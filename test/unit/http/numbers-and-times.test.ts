import { describe, expect, test } from '@jest/globals';
import { readInput } from '../../../functions/http/read-input.ts';
import { parseWholeNumbers } from '../../../functions/http/whole-numbers.ts';
import { request as validity } from '../../../functions/lambdas/change-license-validity/change-license-validity.ts';
import { request as rotation } from '../../../functions/lambdas/rotate-license-key/rotate-license-key.ts';
import { RejectedInput } from '../../../functions/operation/rejected-input.ts';
import { growthOfTime, PROPORTIONAL } from '../../support/growth-of-time.ts';
import { NOW, sampleKey, sha256 } from '../../support/sample-misp.ts';

/** The fields that are not text: a whole number, and a point in time. */

const place = { path: { mispId: '100' }, query: {}, headers: {} };
const rotating = (fields: object) => readInput(rotation, { ...place, body: { request: fields } }, NOW).input;
const ending = (fields: object) =>
  readInput(validity, { ...place, body: { request: { mispLicenseKey: sampleKey(1), ...fields } } }, NOW).input;

/** The faults of the fields, in order. */
function faultsOf(read: (fields: object) => unknown, fields: object): readonly string[] {
  try {
    read(fields);
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    return error.problems.map((problem) => (problem.in === 'field' ? `${problem.name} ${problem.reason}` : problem.in));
  }
  throw new Error('Nothing was wrong');
}

test('a fault at the time of the request refuses it, whatever name it has', () => {
  const late = () => [{ name: 'renamed', reason: 'out-of-range' }] as const;
  const sent = { request: { overlapSeconds: 60 } };
  expect(faultsOf(() => readInput(rotation, { ...place, body: sent }, NOW, late), {})).toEqual([
    'renamed out-of-range',
  ]);
});

describe('a number in a body', () => {
  test.each([
    ['60', 60],
    ['60.0', 60],
    ['6e1', 60],
    ['6E+1', 60],
    ['600e-1', 60],
    ['0.6e2', 60],
    ['0e-400', 0],
    ['-0.0', -0],
  ])('%s is whole', (text, number) => {
    expect(parseWholeNumbers(`{"at":[${text}],"note":"1.5"}`)).toEqual({ at: [number], note: '1.5' });
  });

  // JSON.parse makes a whole number of each.
  test.each([
    ...['59.99999999999999999', '59.99999999999999999e+0', '1e-400', '601e-400', '9007199254740990.6'],
    ...['0.99999999999999999999', '5999999999999999999999E-20', `1${'0'.repeat(400)}e-800`],
  ])('%s is not', (text) => {
    const read = parseWholeNumbers(`{"at":[${text},-${text}],"note":"1.5"}`);
    expect(read).toEqual({ at: [0.5, 0.5], note: '1.5' });
  });

  test.each(['{"at":1.5}', '{"at": 1.5}', '{"at":\n1.5}', '{"x":1,"at":15e-1}', '{"x":"\\\\","at":1.5}'])(
    'is found in %j',
    (text) => expect(parseWholeNumbers(text)).toMatchObject({ at: 0.5 }),
  );

  test.each([' "1.5" ', '[" 1.5"]', '"\\" 1.5"', '{" 1.5":"\\\\\\" 2.5","a":"\u2028 3e-1"}', '[" \\u0031.5"]'])(
    'leaves texts as they are: %s',
    (text) => expect(parseWholeNumbers(text)).toEqual(JSON.parse(text)),
  );

  test.each([
    '--1.5',
    '-',
    '01.5',
    '1.',
    '.5',
    '1.5.5',
    '1.5e',
    '+1.5',
    '[1.5',
    '"1.5',
    '"1.5\\',
    '1.5 1.5',
    '- 1.5',
    '1.5x',
  ])('leaves wrong JSON wrong: %s', (text) => expect(() => parseWholeNumbers(text)).toThrow(SyntaxError));

  test.each([
    ['0.', '1'],
    ['1', '.5'],
    ['1e', '1'],
    ['1e-', '0'],
    ['"', '.5\\'],
  ])('%s0…%s of any length is read in a single pass', (begin, end) => {
    const read = (zeros: number) => {
      try {
        parseWholeNumbers(`[${begin}${'0'.repeat(zeros)}${end}]`);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    };
    expect(growthOfTime(read, 256_000)).toBeLessThan(PROPORTIONAL);
  });
});

describe('overlapSeconds', () => {
  test.each([0, 1, 3600, 7_776_000, -0, 1.0, 1e3])('may be %d', (overlapSeconds) => {
    expect(rotating({ overlapSeconds }).overlapSeconds).toBe(overlapSeconds);
  });

  test.each<[unknown, string]>([
    [-1, 'out-of-range'],
    [7_776_001, 'out-of-range'],
    [1e300, 'out-of-range'],
    [-1e300, 'out-of-range'],
    [Number.MAX_SAFE_INTEGER + 1, 'out-of-range'],
    // What JSON makes of 1e400, and of a one with 400 zeros.
    [Infinity, 'out-of-range'],
    [-Infinity, 'out-of-range'],
    [0.5, 'wrong-type'],
    [7_775_999.5, 'wrong-type'],
    ['0', 'wrong-type'],
    ['', 'wrong-type'],
    // JSON values that neither a text nor a number can be made of.
    [{ toString: 1, valueOf: 1 }, 'wrong-type'],
    [true, 'wrong-type'],
    [false, 'wrong-type'],
    [[], 'wrong-type'],
    [[0], 'wrong-type'],
    [{}, 'wrong-type'],
    [null, 'missing'],
    [undefined, 'missing'],
  ])('may not be %j: %s', (overlapSeconds, reason) => {
    expect(faultsOf(rotating, { overlapSeconds })).toEqual([`overlapSeconds ${reason}`]);
  });

  test('must be there', () => expect(faultsOf(rotating, {})).toEqual(['overlapSeconds missing']));
});

const NO_TIMES: readonly (readonly [unknown])[] = [
  ['2026-03-01'],
  ['2026-02-30T12:00:00Z'],
  ['tomorrow'],
  [''],
  [' '],
  [NOW],
  [0],
  [1e300],
  [true],
  [false],
  [[]],
  [['2026-03-01T12:00:00Z']],
  [{}],
];

describe('validTo of a rotation', () => {
  const withEnd = (validTo: unknown) => ({ overlapSeconds: 0, validTo });

  test('is a point in time, and may be absent or null', () => {
    expect(rotating(withEnd('2026-03-01T15:50:30.456+05:30'))).toEqual({
      ...{ mispId: '100', overlapSeconds: 0, validTo: NOW },
    });
    expect(rotating({ overlapSeconds: 0 })).toEqual({ mispId: '100', overlapSeconds: 0 });
    expect(rotating(withEnd(null))).toEqual({ mispId: '100', overlapSeconds: 0 });
  });

  test.each(NO_TIMES)('is not %j', (validTo) =>
    expect(faultsOf(rotating, withEnd(validTo))).toEqual(['validTo wrong-type']),
  );

  test('is reported with other faults', () => {
    expect(faultsOf(rotating, { overlapSeconds: -1, validTo: 'x' })).toEqual([
      ...['overlapSeconds out-of-range', 'validTo wrong-type'],
    ]);
  });
});

describe('validTo of a licence', () => {
  test('is a point in time, in any form', () => {
    for (const validTo of ['2026-03-01T10:20:30.456Z', '2026-03-01T10:20:30.456', '2026-03-01t02:20:30.456-08:00']) {
      expect(ending({ validTo })).toMatchObject({ validTo: NOW });
    }
  });

  test.each(NO_TIMES)('is not %j', (validTo) => expect(faultsOf(ending, { validTo })).toEqual(['validTo wrong-type']));

  test.each([[null], [undefined]])('is required, and missing if %j', (validTo) =>
    expect(faultsOf(ending, { validTo })).toEqual(['validTo missing']),
  );

  test('is reported with a licence that is not named', () => {
    const names = { mispLicenseKey: null };
    expect([...faultsOf(ending, names)].sort()).toEqual(['mispLicenseKey missing', 'validTo missing']);
    const disagreeing = { validTo: '2026-03-01T12:00:00Z', licenseKeyHash: sha256('another') };
    expect(faultsOf(ending, disagreeing)).toEqual(['licenseKeyHash not-allowed']);
    expect([...faultsOf(ending, { ...disagreeing, validTo: 'x' })].sort()).toEqual([
      ...['licenseKeyHash not-allowed', 'validTo wrong-type'],
    ]);
    // One fault of each field.
    expect(faultsOf(ending, { ...disagreeing, licenseKeyHash: 'x' })).toEqual(['licenseKeyHash not-allowed']);
    expect(faultsOf(ending, { ...disagreeing, mispLicenseKey: {} })).toEqual(['mispLicenseKey wrong-type']);
  });
});
