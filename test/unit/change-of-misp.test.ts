import { describe, expect, test } from '@jest/globals';
import {
  type ChangeStamp,
  changed,
  registeredMisp,
  switchedOff,
  withNewLicense,
} from '../../functions/domain/change-of-misp.ts';
import { normalizedProfile } from '../../functions/domain/misp.ts';
import { caller, DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../support/sample-misp.ts';

const stamp: ChangeStamp = { by: caller, at: NOW, requestId: 'request-9' };
const mark = { updatedBy: 'ada-7', updatedAt: NOW, lastRequestId: 'request-9' };
const profile = { name: 'New Name', address: '2 Side Street', contactNumber: '555', emailId: 'new@x.org' };

describe('a registered MISP', () => {
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
      activeSince: NOW,
      userId: 'ada-7',
      createdBy: 'ada-7',
      createdAt: NOW,
      updatedBy: null,
      updatedAt: null,
      version: 1,
      editors: [sha256('ada-7')],
      lastRequestId: 'request-9',
      licenses: [],
    });
  });
});

describe('a changed MISP', () => {
  const before = sampleMisp({ version: 7, licenses: [sampleLicense()] });

  test("has the next version and the request's stamp, and is otherwise the same", () => {
    expect(changed(before, { licenses: [] }, stamp)).toEqual({ ...before, ...mark, version: 8, licenses: [] });
  });

  test('uses only the four fields of a profile', () => {
    const more = { ...profile, status: 'approved', id: '999', version: 1 };
    expect(normalizedProfile(more)).toEqual({ ...profile, normalizedName: 'new name' });
  });

  test('is a new object: the old one does not change', () => {
    const copy = structuredClone(before);
    const licenses = switchedOff(before.licenses, () => true, stamp);
    changed(before, { status: 'rejected', isActive: false, licenses }, stamp);
    expect(before).toEqual(copy);
  });
});

describe('licences', () => {
  test('are switched off if chosen, and otherwise unchanged', () => {
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

  test('are issued on the terms of the deployment, after the others', () => {
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

  test('are not issued to a MISP without room', () => {
    const full = Array.from({ length: 50 }, (_, index) => sampleLicense({ key: sampleKey(index) }));
    expect(withNewLicense({ licenses: full, version: 7 }, terms, stamp)).toBeUndefined();
  });
});
