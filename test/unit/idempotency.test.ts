import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DomainError, DomainErrorKind } from '../../functions/domain/errors.ts';
import {
  doneFacts,
  fingerprintOf,
  forgetAtFor,
  idempotencyId,
  type NamedInRequest,
  sameError,
} from '../../functions/operation/idempotency.ts';
import { NOW, sampleLicense, sampleMisp, sha256 } from '../support/sample-misp.ts';

const parts = { issuer: 'https://issuer.example', userId: 'ada-7', mispId: '100', key: 'key-1' };

describe('the id of a kept outcome', () => {
  test('is the operation, then a hash of issuer, user, MISP and key, each prefixed with its length', () => {
    expect(idempotencyId('update-misp', parts)).toBe(
      `update-misp#${sha256('22:https://issuer.example5:ada-73:1005:key-1')}`,
    );
  });

  test('differs for each operation', () => {
    const hashOf = (operation: string) => idempotencyId(operation, parts).split('#')[1];
    expect(idempotencyId('update-misp', parts)).not.toBe(idempotencyId('update-misp-status', parts));
    expect(hashOf('update-misp')).toBe(hashOf('update-misp-status'));
  });

  test('has no MISP if the path has none', () => {
    const { mispId: _, ...others } = parts;
    expect(idempotencyId('register-misp', { ...others, mispId: undefined })).toBe(
      `register-misp#${sha256('22:https://issuer.example5:ada-70:5:key-1')}`,
    );
    expect(idempotencyId('register-misp', { ...others, mispId: undefined })).not.toBe(
      idempotencyId('register-misp', parts),
    );
  });

  test.each([
    [{ userId: 'ada', mispId: '7100' }],
    [{ userId: 'ada-', mispId: '7100' }],
    [{ userId: '', mispId: 'ada-7100' }],
    [{ mispId: '1005', key: ':key-1' }],
    [{ mispId: '1005:key-1', key: '' }],
    [{ issuer: 'https://issuer.example5:ada-7', userId: '' }],
    [{ key: 'KEY-1' }],
    [{ userId: 'Ada-7' }],
    [{ issuer: 'https://issuer.example/' }],
    [{ userId: 'key-1', key: 'ada-7' }],
  ])('differs with %j', (other) => {
    expect(idempotencyId('update-misp', { ...parts, ...other })).not.toBe(idempotencyId('update-misp', parts));
  });

  test('never equals that of other parts', () => {
    // Few characters, so that different parts give the same joined text.
    const text = fc.string({ unit: fc.constantFrom('1', '2', ':', 'a'), maxLength: 6 });
    const list = fc.record({ issuer: text, userId: text, mispId: text, key: text });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const isSame = JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect(idempotencyId('update-misp', one) === idempotencyId('update-misp', other)).toBe(isSame);
      }),
      { numRuns: 1000 },
    );
  });

  test('never equals that of the same text split differently', () => {
    const cutAt = (text: string, places: readonly number[]) => {
      const [one = 0, two = 0, three = 0] = [...places].sort((a, b) => a - b);
      return {
        issuer: text.slice(0, one),
        userId: text.slice(one, two),
        mispId: text.slice(two, three),
        key: text.slice(three),
      };
    };
    const places = fc.array(fc.nat({ max: 12 }), { minLength: 3, maxLength: 3 });
    const text = fc.string({ unit: fc.constantFrom('0', '1', '2', ':'), minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(text, places, places, (whole, one, other) => {
        const isSame = [...one].sort((a, b) => a - b).join() === [...other].sort((a, b) => a - b).join();
        const ids = [one, other].map((cuts) => idempotencyId('x', cutAt(whole, cuts)));
        expect(ids[0] === ids[1]).toBe(isSame);
      }),
      { numRuns: 1000 },
    );
  });

  test('reveals nothing of its parts', () => {
    expect(idempotencyId('update-misp', { ...parts, key: 'my-key' })).not.toMatch(/ada|my-key|issuer|100#/);
  });
});

describe('the fingerprint of an input', () => {
  const input = { mispId: '100', name: 'Celltel', address: 'A' };

  test('is a hash that reveals nothing', () => {
    expect(fingerprintOf(input)).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintOf(input)).not.toContain('Celltel');
  });

  test('does not depend on the order of its fields', () => {
    const orders = fc.shuffledSubarray(Object.entries(input), { minLength: 3 });
    fc.assert(
      fc.property(orders, (entries) => {
        expect(fingerprintOf(Object.fromEntries(entries))).toBe(fingerprintOf(input));
      }),
    );
  });

  test('ignores undefined fields', () => {
    expect(fingerprintOf({ ...input, licenseKeyHash: undefined })).toBe(fingerprintOf(input));
    expect(fingerprintOf({ licenseKeyHash: undefined })).toBe(fingerprintOf({}));
  });

  test.each<[string, object]>([
    ['another value', { ...input, name: 'celltel' }],
    ['another name of a field', { mispId: '100', title: 'Celltel', address: 'A' }],
    ['swapped values', { ...input, name: 'A', address: 'Celltel' }],
    ['another field', { ...input, more: '' }],
    ['a missing field', { mispId: '100', name: 'Celltel' }],
    ['null in place of an absent field', { ...input, more: null }],
    ['a number in place of a text', { ...input, mispId: 100 }],
  ])('differs with %s', (_, other) => {
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(input));
  });
});

describe('a kept outcome', () => {
  test('counts for exactly 24 hours', () => {
    expect(forgetAtFor(NOW)).toBe(Math.floor(NOW / 1000) + 86_400);
    expect(forgetAtFor(1999)).toBe(86_401);
    expect(forgetAtFor(2000)).toBe(86_402);
  });

  test("of a success has the MISP's state and the licence in the answer, without its key", () => {
    const misp = sampleMisp({ version: 7, isActive: false });
    const license = sampleLicense();
    expect(doneFacts(misp)).toEqual({ mispId: '100', version: 7, isActive: false });
    const { hash, validFrom, validTo } = license;
    expect(doneFacts(misp, license)).toEqual({
      mispId: '100',
      version: 7,
      isActive: false,
      license: { hash, validFrom, validTo },
    });
  });
});

describe('the error of an earlier request', () => {
  const named: NamedInRequest = { mispId: '100', name: 'Celltel', license: 'the-key', status: 'approved' };
  /** Each kind, with what it names from the request. */
  const errors: { readonly [Kind in DomainErrorKind]: Extract<DomainError, { kind: Kind }> } = {
    'name-taken': { kind: 'name-taken', name: 'Celltel' },
    'invalid-email': { kind: 'invalid-email' },
    'unknown-misp': { kind: 'unknown-misp', mispId: '100' },
    'unknown-license': { kind: 'unknown-license', key: 'the-key' },
    'license-of-another-misp': { kind: 'license-of-another-misp', mispId: '100' },
    'nothing-found': { kind: 'nothing-found' },
    'misp-not-active': { kind: 'misp-not-active' },
    'already-in-status': { kind: 'already-in-status', status: 'approved' },
    'invalid-approval-word': { kind: 'invalid-approval-word' },
    'invalid-activity-word': { kind: 'invalid-activity-word' },
    'invalid-license-status-word': { kind: 'invalid-license-status-word' },
    'license-expired': { kind: 'license-expired' },
    'misp-not-approved': { kind: 'misp-not-approved' },
    'no-active-license': { kind: 'no-active-license' },
    'too-many-licenses': { kind: 'too-many-licenses' },
    'misp-too-large': { kind: 'misp-too-large' },
    'another-person-needed': { kind: 'another-person-needed' },
    'version-mismatch': { kind: 'version-mismatch' },
    'idempotency-key-conflict': { kind: 'idempotency-key-conflict' },
    'access-denied': { kind: 'access-denied' },
  };

  test.each(Object.values(errors))('is repeated: %j', (error) => {
    expect(sameError(error.kind, named)).toEqual(error);
  });

  test('about a licence names none if the request names none', () => {
    expect(sameError('unknown-license', { mispId: '100' })).toEqual({ kind: 'unknown-license' });
  });
});
