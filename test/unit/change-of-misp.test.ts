import { describe, expect, test } from '@jest/globals';
import {
  type ChangeStamp,
  movedTo,
  registeredMisp,
  switchedOff,
  withLicenses,
  withNewLicense,
  withProfile,
} from '../../functions/domain/change-of-misp.ts';
import { caller, DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../support/sample-misp.ts';

const stamp: ChangeStamp = { by: caller, at: NOW, requestId: 'request-9' };
const mark = { updatedBy: 'ada-7', updatedAt: NOW, lastRequestId: 'request-9' };
const profile = { name: 'New Name', address: '2 Side Street', contactNumber: '555', emailId: 'new@x.org' };

describe('a MISP that is registered', () => {
  test('is active and in progress, of version 1, without a licence, and belongs to the caller', () => {
    expect(registeredMisp('100', profile, stamp)).toEqual({
      id: '100',
      name: 'New Name',
      normalizedName: 'new name',
      address: '2 Side Street',
      contactNumber: '555',
      emailId: 'new@x.org',
      status: 'Inprogress',
      isActive: true,
      userId: 'ada-7',
      createdBy: 'ada-7',
      createdAt: NOW,
      updatedBy: null,
      updatedAt: null,
      version: 1,
      lastRequestId: 'request-9',
      licenses: [],
    });
  });
});

describe('a MISP that changes', () => {
  const before = sampleMisp({ version: 7, licenses: [sampleLicense()] });

  test('moves to another state, one version on, with the licences as given', () => {
    const licenses = [sampleLicense({ isSwitchedOn: false })];
    expect(movedTo('rejected/de-active', before, licenses, stamp)).toEqual({
      ...before,
      ...mark,
      status: 'rejected',
      isActive: false,
      version: 8,
      licenses,
    });
  });

  test('takes another profile and keeps all else', () => {
    const after = { ...before, ...mark, ...profile, normalizedName: 'new name', version: 8 };
    expect(withProfile(before, profile, stamp)).toEqual(after);
  });

  test('goes on holding a name that stays as it was held', () => {
    const held = { ...before, normalizedName: 'an older form' };
    const same = { ...profile, name: held.name };
    expect(withProfile(held, same, stamp)).toMatchObject({ ...same, normalizedName: 'an older form' });
  });

  test('takes nothing but the four fields of a profile', () => {
    const more = { ...profile, status: 'approved', id: '999', version: 1 };
    const after = { ...before, ...mark, ...profile, normalizedName: 'new name', version: 8 };
    expect(withProfile(before, more, stamp)).toEqual(after);
  });

  test('takes other licences and keeps all else', () => {
    expect(withLicenses(before, [], stamp)).toEqual({ ...before, ...mark, version: 8, licenses: [] });
  });

  test('is another object: the one that was read stays as it was', () => {
    const copy = structuredClone(before);
    movedTo(
      'rejected/active',
      before,
      switchedOff(before.licenses, () => true, stamp),
      stamp,
    );
    expect(before).toEqual(copy);
  });
});

describe('licences', () => {
  test('are switched off where chosen, and left alone otherwise', () => {
    const [first, second, off] = [
      sampleLicense({ key: sampleKey(1) }),
      sampleLicense({ key: sampleKey(2) }),
      sampleLicense({ key: sampleKey(3), isSwitchedOn: false, updatedBy: 'x', updatedAt: 5 }),
    ];
    const after = switchedOff([first, second, off], (license) => license.key !== sampleKey(2), stamp);
    expect(after).toEqual([{ ...first, isSwitchedOn: false, updatedBy: 'ada-7', updatedAt: NOW }, second, off]);
    expect(after[1]).toBe(second);
    expect(after[2]).toBe(off);
  });

  const terms = { newKey: () => sampleKey(5), validityDays: 30 };

  test('are issued on the terms of the deployment, behind the others', () => {
    const issued = {
      hash: sha256(sampleKey(5)),
      key: sampleKey(5),
      isSwitchedOn: true,
      issuedInVersion: 8,
      validFrom: NOW,
      validTo: NOW + 30 * DAY,
      createdBy: 'ada-7',
      createdAt: NOW,
      updatedBy: null,
      updatedAt: null,
    };
    const other = sampleLicense();
    expect(withNewLicense({ licenses: [other], version: 7 }, terms, stamp)).toEqual({
      issued,
      licenses: [other, issued],
    });
  });

  test('are not issued to a MISP that has no room', () => {
    const full = Array.from({ length: 50 }, (_, index) => sampleLicense({ key: sampleKey(index) }));
    expect(withNewLicense({ licenses: full, version: 7 }, terms, stamp)).toBeUndefined();
  });
});
