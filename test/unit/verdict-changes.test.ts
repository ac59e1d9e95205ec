import { describe, expect, test } from '@jest/globals';
import { verdictChanges } from '../../functions/domain/verdict-changes.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../support/sample-misp.ts';

const on = sampleLicense({ key: sampleKey(1) });
const off = sampleLicense({ key: sampleKey(2), isSwitchedOn: false });
const lapsed = sampleLicense({ key: sampleKey(3), validTo: NOW });

describe('what a change does to verdicts', () => {
  test('a registration tells nothing', () => {
    expect(verdictChanges(undefined, sampleMisp(), NOW)).toEqual([]);
  });

  test('a new licence is told, the others are not', () => {
    const before = sampleMisp({ licenses: [off] });
    const after = sampleMisp({ licenses: [off, on] });
    expect(verdictChanges(before, after, NOW)).toEqual([
      { licenseHash: sha256(sampleKey(1)), verdict: 'VALID', validTo: on.validTo },
    ]);
  });

  test('de-activating is told of every licence whose verdict it changes, in their order', () => {
    const before = sampleMisp({ licenses: [on, off, lapsed] });
    expect(verdictChanges(before, { ...before, isActive: false }, NOW)).toEqual([
      { licenseHash: on.hash, verdict: 'MISP_DEACTIVATED', validTo: on.validTo },
      { licenseHash: off.hash, verdict: 'MISP_DEACTIVATED', validTo: off.validTo },
    ]);
  });

  test('a profile, an expired licence or a hidden switch tell nothing', () => {
    const before = sampleMisp({ licenses: [on, off, lapsed] });
    expect(verdictChanges(before, { ...before, name: 'Other' }, NOW)).toEqual([]);
    const relapsed = sampleMisp({ licenses: [on, off, { ...lapsed, isSwitchedOn: false }] });
    expect(verdictChanges(before, relapsed, NOW)).toEqual([]);
    const rejected = sampleMisp({ status: 'rejected', licenses: [on] });
    expect(verdictChanges(rejected, { ...rejected, licenses: [{ ...on, isSwitchedOn: false }] }, NOW)).toEqual([]);
  });

  test('both verdicts are those of the moment of the change', () => {
    const before = sampleMisp({ licenses: [on] });
    const after = { ...before, isActive: false };
    expect(verdictChanges(before, after, on.validTo - 1)).toHaveLength(1);
    expect(verdictChanges(before, after, on.validTo)).toEqual([]);
  });
});
