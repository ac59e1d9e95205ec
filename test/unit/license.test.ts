import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  endAfter,
  findLicense,
  hashLicenseKey,
  isEnabled,
  issueLicense,
  judgeLicense,
  MAX_LICENSE_KEY_LENGTH,
  switchLicense,
} from '../../functions/domain/license.ts';
import { anyCharacter } from '../support/any-character.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';

/** The table of reasons, in order of precedence. */
const verdicts = [
  { age: 'expired', status: 'approved', isActive: true, isSwitchedOn: true, verdict: 'EXPIRED' },
  { age: 'expired', status: 'rejected', isActive: false, isSwitchedOn: false, verdict: 'EXPIRED' },
  { age: 'expired', status: 'Inprogress', isActive: true, isSwitchedOn: true, verdict: 'EXPIRED' },
  { age: 'current', status: 'rejected', isActive: true, isSwitchedOn: true, verdict: 'MISP_REJECTED' },
  { age: 'current', status: 'rejected', isActive: false, isSwitchedOn: false, verdict: 'MISP_REJECTED' },
  { age: 'current', status: 'Inprogress', isActive: true, isSwitchedOn: true, verdict: 'MISP_REJECTED' },
  { age: 'current', status: 'approved', isActive: false, isSwitchedOn: true, verdict: 'MISP_DEACTIVATED' },
  { age: 'current', status: 'approved', isActive: false, isSwitchedOn: false, verdict: 'MISP_DEACTIVATED' },
  { age: 'current', status: 'approved', isActive: true, isSwitchedOn: false, verdict: 'LICENSE_DEACTIVATED' },
  { age: 'current', status: 'approved', isActive: true, isSwitchedOn: true, verdict: 'VALID' },
] as const;

describe('the verdict on a licence', () => {
  test.each(verdicts)('$age, MISP $status, active $isActive, switched on $isSwitchedOn: $verdict', (row) => {
    const { status, isActive, isSwitchedOn } = row;
    const validTo = row.age === 'expired' ? NOW - 1 : NOW + 1;
    expect(judgeLicense({ status, isActive }, { isSwitchedOn, validTo }, NOW)).toBe(row.verdict);
  });

  test('a licence works up to the last millisecond before validTo, and no longer', () => {
    const misp = sampleMisp();
    const license = sampleLicense({ validTo: NOW });
    expect(judgeLicense(misp, license, NOW - 1)).toBe('VALID');
    expect(judgeLicense(misp, license, NOW)).toBe('EXPIRED');
    expect(judgeLicense(misp, license, NOW + 1)).toBe('EXPIRED');
  });

  test('validFrom does not matter', () => {
    expect(judgeLicense(sampleMisp(), sampleLicense({ validFrom: NOW + DAY }), NOW)).toBe('VALID');
  });
});

describe('isActive of a licence in get and list', () => {
  test('is the verdict without expiry', () => {
    for (const status of ['Inprogress', 'approved', 'rejected'] as const) {
      for (const isActive of [true, false]) {
        for (const isSwitchedOn of [true, false]) {
          for (const validTo of [NOW - 500 * DAY, NOW + DAY]) {
            expect(isEnabled({ status, isActive }, sampleLicense({ isSwitchedOn, validTo }))).toBe(
              status === 'approved' && isActive && isSwitchedOn,
            );
          }
        }
      }
    }
  });
});

describe('a new licence', () => {
  test('is switched on, valid from now for this many 24-hour days', () => {
    const key = sampleKey(7);
    expect(issueLicense(key, NOW, endAfter(NOW, 90), 'ada-7', 6)).toEqual({
      hash: createHash('sha256').update(key).digest('hex'),
      key,
      isSwitchedOn: true,
      issuedInVersion: 6,
      validFrom: NOW,
      validTo: NOW + 90 * 86_400_000,
      createdBy: 'ada-7',
      createdAt: NOW,
      updatedBy: null,
      updatedAt: null,
    });
  });
});

describe("a licence's switch", () => {
  test('is set with the user and the time', () => {
    const off = switchLicense(sampleLicense(), false, NOW, 'ada-7');
    expect(off).toEqual({ ...sampleLicense(), isSwitchedOn: false, updatedBy: 'ada-7', updatedAt: NOW });
    const on = switchLicense(off, true, NOW + 5, 'bob-8');
    expect(on).toEqual({ ...sampleLicense(), isSwitchedOn: true, updatedBy: 'bob-8', updatedAt: NOW + 5 });
  });

  test('does not change a licence that has that setting, not even user and time', () => {
    const on = sampleLicense();
    expect(switchLicense(on, true, NOW, 'ada-7')).toBe(on);
    const off = sampleLicense({ isSwitchedOn: false });
    expect(switchLicense(off, false, NOW, 'ada-7')).toBe(off);
  });
});

describe('the hash of a licence key', () => {
  test('is SHA-256 in lower-case hex', () => {
    expect(hashLicenseKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('is the hash of its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (key) => {
        expect(hashLicenseKey(key)).toBe(createHash('sha256').update(Buffer.from(key, 'utf8')).digest('hex'));
      }),
    );
  });

  test('finds only the licence of its MISP', () => {
    const first = sampleLicense({ key: sampleKey(1) });
    const second = sampleLicense({ key: sampleKey(2) });
    const misp = sampleMisp({ licenses: [first, second] });
    expect(findLicense(misp, hashLicenseKey(sampleKey(2)))).toBe(second);
    expect(findLicense(misp, hashLicenseKey(sampleKey(3)))).toBeUndefined();
    expect(findLicense(misp, sampleKey(2))).toBeUndefined();
  });

  test('exists for keys of at most 128 characters', () => {
    expect(MAX_LICENSE_KEY_LENGTH).toBe(128);
  });
});
