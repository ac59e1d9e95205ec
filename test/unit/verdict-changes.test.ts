import { describe, expect, test } from '@jest/globals';
import { removedLicenses, verdictChanges } from '../../functions/domain/verdict-changes.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../support/sample-misp.ts';

const on = sampleLicense({ key: sampleKey(1) });
const off = sampleLicense({ key: sampleKey(2), isSwitchedOn: false });
const lapsed = sampleLicense({ key: sampleKey(3), validTo: NOW });

describe('the verdict changes of a change', () => {
  test('a registration has none', () => {
    expect(verdictChanges(undefined, sampleMisp(), NOW)).toEqual([]);
    expect(removedLicenses(undefined, sampleMisp())).toEqual([]);
  });

  test('a new licence counts as one, the others do not', () => {
    const before = sampleMisp({ licenses: [off] });
    const after = sampleMisp({ licenses: [off, on] });
    expect(verdictChanges(before, after, NOW)).toEqual([
      { licenseHash: sha256(sampleKey(1)), verdict: 'VALID', validTo: on.validTo },
    ]);
  });

  test('de-activating stops every licence that worked, in their order, and no other', () => {
    const second = sampleLicense({ key: sampleKey(4) });
    const before = sampleMisp({ licenses: [on, off, lapsed, second] });
    const after = { ...before, isActive: false };
    expect(verdictChanges(before, after, NOW)).toEqual([
      { licenseHash: on.hash, verdict: 'MISP_DEACTIVATED', validTo: on.validTo },
      { licenseHash: second.hash, verdict: 'MISP_DEACTIVATED', validTo: second.validTo },
    ]);
    expect(verdictChanges(after, before, NOW).map(({ verdict }) => verdict)).toEqual(['VALID', 'VALID']);
  });

  test('another end counts as one, whatever the verdict', () => {
    const before = sampleMisp({ licenses: [on, off] });
    const after = { ...before, licenses: [on, off].map((one) => ({ ...one, validTo: one.validTo - 1 })) };
    expect(verdictChanges(before, after, NOW)).toEqual([
      { licenseHash: on.hash, verdict: 'VALID', validTo: on.validTo - 1 },
      { licenseHash: off.hash, verdict: 'LICENSE_DEACTIVATED', validTo: off.validTo - 1 },
    ]);
  });

  test('a removed licence counts as one only if it worked until now', () => {
    const before = sampleMisp({ licenses: [on, off, lapsed] });
    expect(verdictChanges(before, { ...before, licenses: [] }, NOW)).toEqual([
      { licenseHash: on.hash, verdict: 'EXPIRED', validTo: NOW },
    ]);
  });

  test('a changed reason alone changes nothing', () => {
    const before = sampleMisp({ licenses: [off] });
    expect(verdictChanges(before, { ...before, status: 'rejected' }, NOW)).toEqual([]);
  });

  test('a profile, an expired licence and a switch of a rejected MISP change nothing', () => {
    const before = sampleMisp({ licenses: [on, off, lapsed] });
    expect(verdictChanges(before, { ...before, name: 'Other' }, NOW)).toEqual([]);
    const relapsed = sampleMisp({ licenses: [on, off, { ...lapsed, isSwitchedOn: false }] });
    expect(verdictChanges(before, relapsed, NOW)).toEqual([]);
    const rejected = sampleMisp({ status: 'rejected', licenses: [on] });
    expect(verdictChanges(rejected, { ...rejected, licenses: [{ ...on, isSwitchedOn: false }] }, NOW)).toEqual([]);
  });

  test('both verdicts are as of the time of the change', () => {
    const before = sampleMisp({ licenses: [on] });
    const after = { ...before, isActive: false };
    expect(verdictChanges(before, after, on.validTo - 1)).toHaveLength(1);
    expect(verdictChanges(before, after, on.validTo)).toEqual([]);
  });
});
