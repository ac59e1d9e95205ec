import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isInstant } from '../../../functions/audit/check-row.ts';
import type { License, Misp } from '../../../functions/domain/misp.ts';
import { fromMispItem, type StoredMispItem, toMispItem } from '../../../functions/storage/item-shapes.ts';
import { UnknownShape } from '../../../functions/storage/unknown-shape.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp, sha256 } from '../../support/sample-misp.ts';

const inOrder = (a: License, b: License) =>
  a.issuedInVersion - b.issuedInVersion || a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1);

describe('the item of a MISP', () => {
  const misp = sampleMisp({
    name: 'Celltel  LTD.',
    version: 5,
    activeSince: NOW - DAY,
    licenses: [
      sampleLicense(),
      sampleLicense({ key: sampleKey(2), isSwitchedOn: false, createdAt: NOW, updatedBy: 'ada-7', updatedAt: NOW }),
    ],
  });
  // Another shape needs another `shape` number and its own reader: a deployment meets the items of the previous one.
  const item = {
    pk: 'MISP#100',
    list: 'MISP',
    registration: '2026-02-27T10:20:30.456Z\u0001100',
    nameOrder: 'celltel ltd.\u0001100',
    runsOut: '2026-05-29T10:20:30.456Z\u0001100',
    shape: 1,
    id: '100',
    name: 'Celltel  LTD.',
    address: '1 Main Street, Springfield',
    contactNumber: '+91 98450 12345',
    emailId: 'info@celltel.com',
    status: 'approved',
    isActive: true,
    activeSince: '2026-02-28T10:20:30.456Z',
    userId: 'founder-1',
    createdBy: 'founder-1',
    createdDateTime: '2026-02-27T10:20:30.456Z',
    updatedBy: 'approver-1',
    updatedDateTime: '2026-02-28T10:20:30.456Z',
    version: 5,
    editors: [sha256('founder-1'), sha256('approver-1')],
    lastRequestId: 'an-earlier-request',
    licenses: {
      [sha256(sampleKey(1))]: {
        key: sampleKey(1),
        isSwitchedOn: true,
        issuedInVersion: 2,
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
        issuedInVersion: 2,
        validFrom: '2026-02-28T10:20:30.456Z',
        validTo: '2026-05-29T10:20:30.456Z',
        createdBy: 'issuer-1',
        createdDateTime: '2026-03-01T10:20:30.456Z',
        updatedBy: 'ada-7',
        updatedDateTime: '2026-03-01T10:20:30.456Z',
      },
    },
  } as const;

  test('has exactly this shape', () => {
    expect(toMispItem(misp)).toEqual(item);
  });

  test('is read as the same MISP', () => {
    expect(fromMispItem(item)).toEqual(misp);
  });

  // An item of a future version, with a further attribute.
  const newer = { ...item, shape: 3, lastEditor: 'ada-7' };

  test('is read from a newer shape if that allows it', () => {
    expect(fromMispItem({ ...newer, readableAs: 1 })).toEqual(misp);
  });

  test.each<[string, StoredMispItem]>([
    ['a newer one without `readableAs`', newer],
    ['a newer one readable only as the one before it', { ...newer, readableAs: 2 }],
    ['one that was never written', { ...item, shape: 0 }],
    ['a fraction', { ...item, shape: 1.5 }],
    ...[null, '', '1', 0, 0.5, -1, true, [1], { toString: 'leak' }, 1e30].map(
      (readableAs): [string, StoredMispItem] => [
        `one that may be read as ${JSON.stringify(readableAs)}`,
        { ...newer, readableAs: readableAs as number },
      ],
    ),
    ...[undefined, null, '1', true, [1], { toString: 'leak' }, 1e30, 1n].map((shape): [string, StoredMispItem] => [
      `of a ${typeof shape} ${String(JSON.stringify(typeof shape === 'bigint' ? 0 : shape))}`,
      { ...item, shape: shape as number },
    ]),
  ])('is an error with the shape and the page about it: %s', (_, stored) => {
    expect(() => fromMispItem(stored)).toThrow(UnknownShape);
    expect(() => fromMispItem(stored)).toThrow(/docs\/runbooks\/procedures\/unknown-version\.md$/);
  });

  test('logs the shape, unless it is not a version', () => {
    expect(new UnknownShape(7)).toMatchObject({
      name: 'UnknownShape',
      message: expect.stringContaining('shape 7:'),
      note: { storedVersion: 7 },
    });
    for (const shape of [undefined, 'jane.doe@example.org', 1.5]) {
      const { message, note } = new UnknownShape(shape);
      expect(note).not.toHaveProperty('storedVersion');
      expect(message).toMatch(/^No reader for this shape: /);
    }
  });

  test('has no part of a licence key, an e-mail address or a phone number in its keys', () => {
    const { pk, list, registration, nameOrder, runsOut, status } = toMispItem(misp);
    expect([pk, list, registration, nameOrder, runsOut, status].join(' ')).not.toMatch(/Key\dx|celltel\.com|98450/);
  });

  describe('runs out', () => {
    const ending = (days: number, more: Partial<License> = {}) =>
      sampleLicense({ key: sampleKey(days), validTo: NOW + days * DAY, ...more });
    const runsOutOf = (more: Partial<Misp>) => toMispItem(sampleMisp(more)).runsOut;
    const at = (days: number) => `${new Date(NOW + days * DAY).toISOString()}\u0001100`;

    test.each<[string, readonly License[], string | undefined]>([
      ['with its licence', [ending(30)], at(30)],
      ['with the last of its licences, whatever their order', [ending(30), ending(60), ending(45)], at(60)],
      ['with the last that is switched on', [ending(60, { isSwitchedOn: false }), ending(30)], at(30)],
      ['even if it has run out', [ending(-5), ending(-9)], at(-5)],
      ['at one time with two licences', [ending(30), ending(30, { key: sampleKey(31) })], at(30)],
      ['never without a licence', [], undefined],
      ['never with licences that are all switched off', [ending(30, { isSwitchedOn: false })], undefined],
    ])('%s', (_, licenses, runsOut) => expect(runsOutOf({ licenses })).toBe(runsOut));

    test.each<[string, Partial<Misp>]>([
      ['in progress', { status: 'Inprogress' }],
      ['rejected', { status: 'rejected' }],
      ['de-active', { isActive: false }],
      ['de-active and rejected', { isActive: false, status: 'rejected' }],
    ])('never while it is %s: no attribute, and so no index entry', (_, state) => {
      expect(toMispItem(sampleMisp({ ...state, licenses: [ending(30)] }))).not.toHaveProperty('runsOut');
    });
  });

  test('without a time of activation has been active since its registration', () => {
    const { activeSince: _, ...imported } = item;
    expect(fromMispItem(imported)).toEqual({ ...misp, activeSince: misp.createdAt });
  });

  test('without the attribute `runsOut` is read like any other', () => {
    const { runsOut: _, ...before } = item;
    expect(fromMispItem(before)).toEqual(misp);
  });

  test('of a licence with a later end than records and indexes can show is read with the last that they can', () => {
    const endless = '9999-12-31T23:59:59.999-05:00';
    const licenses = Object.fromEntries(
      Object.entries(item.licenses).map(([hash, license]) => [hash, { ...license, validTo: endless }]),
    );
    const read = fromMispItem({ ...item, licenses });
    expect(read.licenses.map(({ validTo }) => isInstant(validTo))).toEqual([true, true]);
    expect(toMispItem(read).runsOut).toBe('9999-12-31T23:59:59.999Z\u0001100');
  });

  test('has no update time before its first update', () => {
    const fresh = sampleMisp({ updatedBy: null, updatedAt: null, version: 1 });
    expect(toMispItem(fresh)).toMatchObject({ updatedBy: null, updatedDateTime: null, licenses: {} });
    expect(fromMispItem(toMispItem(fresh))).toEqual(fresh);
  });

  test('returns its licences in the order of issue, whatever their dates', () => {
    const licenses = [5, 3, 1, 4, 2].map((number) =>
      sampleLicense({ key: sampleKey(number), issuedInVersion: number, createdAt: NOW - number }),
    );
    const read = fromMispItem(toMispItem(sampleMisp({ licenses })));
    expect(read.licenses.map(({ issuedInVersion }) => issuedInVersion)).toEqual([1, 2, 3, 4, 5]);
  });

  test('returns imported licences, which no version has issued, first: by their dates, then in a fixed order', () => {
    const imported = [5, 3, 1, 4, 2].map((number) =>
      sampleLicense({ key: sampleKey(number), issuedInVersion: 0, createdAt: NOW + Math.floor(number / 2) }),
    );
    const issued = sampleLicense({ key: sampleKey(6), createdAt: NOW - DAY });
    const stored = toMispItem(sampleMisp({ licenses: [issued, ...imported] }));
    const read = fromMispItem(stored);
    expect(read.licenses).toEqual([...imported.sort(inOrder), issued]);
    const reversed = Object.entries(stored.licenses).reverse();
    expect(fromMispItem({ ...stored, licenses: Object.fromEntries(reversed) })).toEqual(read);
    const without = reversed.map(([hash, { issuedInVersion, ...rest }]) => [
      hash,
      issuedInVersion === 0 ? rest : { ...rest, issuedInVersion },
    ]);
    expect(fromMispItem({ ...stored, licenses: Object.fromEntries(without) })).toEqual(read);
  });

  test('loses nothing', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    const text = fc.string({ unit: 'grapheme' });
    const base = {
      createdBy: text,
      createdAt: instant,
      updatedBy: fc.option(text),
      updatedAt: fc.option(instant),
    };
    const license: fc.Arbitrary<License> = fc
      .record({
        ...base,
        key: text,
        isSwitchedOn: fc.boolean(),
        issuedInVersion: fc.nat(),
        validFrom: instant,
        validTo: instant,
      })
      .map((fields) => ({ ...fields, hash: sha256(fields.key) }));
    const licenses = fc
      .uniqueArray(license, { selector: ({ hash }) => hash, maxLength: 5 })
      .map((all) => all.sort(inOrder));
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
      activeSince: instant,
      userId: text,
      version: fc.nat(),
      editors: fc.array(text),
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
