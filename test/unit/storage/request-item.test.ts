import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DomainErrorKind } from '../../../functions/domain/errors.ts';
import { errorRows } from '../../../functions/http/error-answers.ts';
import type { IdempotencyRecord } from '../../../functions/storage/idempotency-record.ts';
import { fromRequestItem, type RequestItem, toRequestItem } from '../../../functions/storage/request-item.ts';
import { UnknownShape } from '../../../functions/storage/unknown-shape.ts';
import { NOW, sampleLicense, sha256 } from '../../support/sample-misp.ts';

const { hash, key, validFrom, validTo } = sampleLicense();
const id = `process-misp-status#${sha256('id')}`;
const common = { id, requestId: 'request-1', fingerprint: sha256('asked'), forgetAt: Math.floor(NOW / 1000) + 86_400 };
const done: IdempotencyRecord = {
  ...common,
  outcome: {
    kind: 'done',
    facts: { mispId: '100', version: 7, isActive: true, license: { hash, validFrom, validTo } },
  },
};
const refused: IdempotencyRecord = {
  ...common,
  outcome: { kind: 'refused', why: 'license-expired', mispId: '100', licenseHash: hash },
};

describe('the item of an outcome', () => {
  // Another shape needs another `shape` number and its own reader: a deployment meets the items of the previous one.
  const item = {
    pk: `REQUEST#process-misp-status#${sha256('id')}`,
    shape: 1,
    requestId: 'request-1',
    fingerprint: sha256('asked'),
    forgetAt: 1_772_446_830,
    mispId: '100',
    licenseKeyHash: hash,
  };

  test('has exactly this shape for a success', () => {
    expect(toRequestItem(done)).toEqual({
      ...{ ...item, outcome: 'done', version: 7, isActive: true },
      ...{ validFrom: NOW - 86_400_000, validTo: NOW + 89 * 86_400_000 },
    });
  });

  test('has the ends of earlier licences, in their order', () => {
    const [one, other] = [sha256('one'), sha256('other')];
    const earlier = [
      { hash: one, validTo: NOW },
      { hash: other, validTo: NOW + 1 },
    ];
    const facts = { mispId: '100', version: 7, isActive: true, license: { hash, validFrom, validTo }, earlier };
    const rotated: IdempotencyRecord = { ...common, outcome: { kind: 'done', facts } };
    expect(toRequestItem(rotated)).toMatchObject({
      earlier: [
        { licenseKeyHash: one, validTo: NOW },
        { licenseKeyHash: other, validTo: NOW + 1 },
      ],
    });
    expect(fromRequestItem(toRequestItem(rotated))).toEqual(rotated);
  });

  test('has exactly this shape for a refusal', () => {
    expect(toRequestItem(refused)).toEqual({ ...item, outcome: 'license-expired' });
  });

  test('has no MISP and no licence if there is none', () => {
    const { mispId: _m, licenseKeyHash: _l, ...bare } = item;
    const why = 'invalid-email';
    const record: IdempotencyRecord = { ...common, outcome: { kind: 'refused', why } };
    expect(toRequestItem(record)).toStrictEqual({ ...bare, outcome: why });
    expect(fromRequestItem(toRequestItem(record))).toStrictEqual(record);
  });

  test('is read as written', () => {
    const text = fc.string({ unit: 'grapheme' });
    const instant = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
    const hashes = fc.string().map(sha256);
    const license = fc.record({ hash: hashes, validFrom: instant, validTo: instant });
    const facts = fc.record(
      { mispId: text, version: fc.nat(), isActive: fc.boolean(), license },
      { requiredKeys: ['mispId', 'version', 'isActive'] },
    );
    const why = fc.constantFrom(...(Object.keys(errorRows) as DomainErrorKind[]));
    const outcome = fc.oneof(
      fc.record({ kind: fc.constant('done' as const), facts }),
      fc.record(
        { kind: fc.constant('refused' as const), why, mispId: text, licenseHash: hashes },
        { requiredKeys: ['kind', 'why'] },
      ),
    );
    const record = fc.record({ id: text, requestId: text, fingerprint: hashes, outcome, forgetAt: fc.nat() });
    fc.assert(
      fc.property(record, (one) => {
        expect(fromRequestItem(JSON.parse(JSON.stringify(toRequestItem(one))))).toEqual(one);
      }),
    );
  });

  test('has no licence key, even if it is given more than the type allows', () => {
    const license = { ...sampleLicense() };
    const facts = { mispId: '100', version: 7, isActive: true, license, emailId: 'info@celltel.com' };
    const stored = JSON.stringify(toRequestItem({ ...common, outcome: { kind: 'done', facts } }));
    expect(stored).not.toContain(key);
    expect(stored).not.toContain('celltel');
    expect(stored).toContain(hash);
  });

  test.each([0, 2, 1.5, undefined, null, '1', true, [1]])('of another shape is an error: %j', (shape) => {
    for (const record of [done, refused]) {
      const stored = { ...toRequestItem(record), shape } as RequestItem;
      expect(() => fromRequestItem(stored)).toThrow(UnknownShape);
    }
  });

  test.each(['mispId', 'version', 'isActive'])('of a success is an error without its %s', (field) => {
    const stored = Object.entries(toRequestItem(done)).filter(([name]) => name !== field);
    expect(() => fromRequestItem(Object.fromEntries(stored) as unknown as RequestItem)).toThrow(UnknownShape);
  });

  test.each(['licenseKeyHash', 'validFrom', 'validTo'])('of a success has no licence without its %s', (field) => {
    const stored = Object.entries(toRequestItem(done)).filter(([name]) => name !== field);
    const facts = { mispId: '100', version: 7, isActive: true };
    expect(fromRequestItem(Object.fromEntries(stored) as unknown as RequestItem).outcome).toEqual({
      kind: 'done',
      facts,
    });
  });

  test('has a unique key with the prefix of the operation that may write it', () => {
    expect(toRequestItem(done).pk).toMatch(/^REQUEST#process-misp-status#[0-9a-f]{64}$/);
  });
});
