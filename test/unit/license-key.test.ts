import { describe, expect, test } from '@jest/globals';
import { generateLicenseKey } from '../../functions/domain/license-key.ts';
import { licenseTerms } from '../../functions/runtime/license-terms.ts';

describe('a generated licence key', () => {
  test.each([32, 50, 128])('has %d letters and digits', (length) => {
    expect(generateLicenseKey(length)).toMatch(new RegExp(`^[A-Za-z0-9]{${length}}$`));
  });

  test('is never drawn twice', () => {
    const keys = Array.from({ length: 500 }, () => generateLicenseKey(32));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('uses all 62 characters about equally often', () => {
    const text = Array.from({ length: 200 }, () => generateLicenseKey(124)).join('');
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 400 expected of each with a deviation of 20: eight deviations either way.
    for (const count of counts.values()) expect(Math.abs(count - 400)).toBeLessThan(160);
  });
});

describe('the terms of new licences', () => {
  test('come from the configuration', () => {
    const terms = licenseTerms({ LICENSE_KEY_LENGTH: 41, LICENSE_VALIDITY_DAYS: 30 });
    expect(terms.validityDays).toBe(30);
    const keys = [terms.newKey(), terms.newKey()];
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9]{41}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
