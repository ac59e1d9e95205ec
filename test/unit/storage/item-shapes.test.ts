import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { License, Misp } from '../../../functions/domain/misp.ts';
import { fromMispItem, toMispItem } from '../../../functions/storage/item-shapes.ts';
import { NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';

describe('the item of a MISP', () => {
  const misp = sampleMisp({
    name: 'Celltel  LTD.',
    version: 5,
    licenses: [
      sampleLicense(),
      sampleLicense({ key: sampleKey(2), isSwitchedOn: false, createdAt: NOW, updatedBy: 'ada-7', updatedAt: NOW }),
    ],
  });
  // Another shape needs another `shape` number, and code that reads both: a deploy meets the items of the one before.
  const item = {
    pk: 'MISP#100',
    list: 'MISP',
    registration: '2026-02-27T10:20:30.456Z\u0001100',
    nameOrder: 'celltel ltd.\u0001100',
    shape: 1,
    id: '100',
    name: 'Celltel  LTD.',
    address: '1 Main Street, Springfield',
    contactNumber: '+91 98450 12345',
    emailId: 'info@celltel.com',
    status: 'approved',
    isActive: true,
    userId: 'founder-1',
    createdBy: 'founder-1',
    createdDateTime: '2026-02-27T10:20:30.456Z',
    updatedBy: 'approver-1',
    updatedDateTime: '2026-02-28T10:20:30.456Z',
    version: 5,
    lastRequestId: 'an-earlier-request',
    licenses: {
      [sha256(sampleKey(1))]: {
        key: sampleKey(1),
        isSwitchedOn: true,
        validFrom: '2026-02-28T10:20:30.456Z',
        validTo: '2026-05-29T10:20:30.456Z',
        createdBy: 'issuer-1',
        createdDateTime: '2026-02-28T10:20:30.456Z',
        updatedBy: null,
        updatedDateTime: null,
      },
      [sha256(sampleKey(2))]: {
        key: sampleKey(2),
        isSwitchedOn: false,
        validFrom: '2026-02-28T10:20:30.456Z',
        validTo: '2026-05-29T10:20:30.456Z',
        createdBy: 'issuer-1',
        createdDateTime: '2026-03-01T10:20:30.456Z',
        updatedBy: 'ada-7',
        updatedDateTime: '2026-03-01T10:20:30.456Z',
      },
    },
  } as const;

  test('has this shape, to the letter', () => {
    expect(toMispItem(misp)).toEqual(item);
  });

  test('is read as the MISP that was written', () => {
    expect(fromMispItem(item)).toEqual(misp);
  });

  test('has nothing of a licence, an e-mail address or a phone number in its keys', () => {
    const { pk, list, registration, nameOrder } = toMispItem(misp);
    expect([pk, list, registration, nameOrder].join(' ')).not.toMatch(/Key\dx|celltel\.com|98450/);
  });

  test('tells nothing of when it was updated before it was', () => {
    const fresh = sampleMisp({ updatedBy: null, updatedAt: null, version: 1 });
    expect(toMispItem(fresh)).toMatchObject({ updatedBy: null, updatedDateTime: null, licenses: {} });
    expect(fromMispItem(toMispItem(fresh))).toEqual(fresh);
  });

  test('gives its licences oldest first, and those of one instant in a fixed order', () => {
    const numbers = [5, 3, 1, 4, 2];
    const licenses = numbers.map((number) =>
      sampleLicense({ key: sampleKey(number), createdAt: NOW + Math.floor(number / 2) }),
    );
    const read = fromMispItem(toMispItem(sampleMisp({ licenses })));
    const expected = [...licenses].sort((a, b) => a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1));
    expect(read.licenses).toEqual(expected);
    expect(fromMispItem(toMispItem(read))).toEqual(read);
    const reversed = Object.fromEntries(Object.entries(toMispItem(read).licenses).reverse());
    expect(fromMispItem({ ...toMispItem(read), licenses: reversed })).toEqual(read);
  });

  test('loses nothing, whatever it holds', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    const text = fc.string({ unit: 'grapheme' });
    const base = {
      createdBy: text,
      createdAt: instant,
      updatedBy: fc.option(text),
      updatedAt: fc.option(instant),
    };
    const license: fc.Arbitrary<License> = fc
      .record({ ...base, key: text, isSwitchedOn: fc.boolean(), validFrom: instant, validTo: instant })
      .map((fields) => ({ ...fields, hash: sha256(fields.key) }));
    const licenses = fc
      .uniqueArray(license, { selector: ({ hash }) => hash, maxLength: 5 })
      .map((all) => all.sort((a, b) => a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1)));
    const anyMisp: fc.Arbitrary<Misp> = fc.record({
      ...base,
      id: text,
      name: text,
      normalizedName: text,
      address: text,
      contactNumber: text,
      emailId: text,
      status: fc.constantFrom('Inprogress', 'approved', 'rejected'),
      isActive: fc.boolean(),
      userId: text,
      version: fc.nat(),
      lastRequestId: text,
      licenses,
    });
    fc.assert(
      fc.property(anyMisp, (one) => {
        expect(fromMispItem(JSON.parse(JSON.stringify(toMispItem(one))))).toEqual(one);
      }),
    );
  });
});
