import { describe, expect, test } from '@jest/globals';
import type { ChangeStamp } from '../../functions/domain/change-of-misp.ts';
import type { Misp } from '../../functions/domain/misp.ts';
import { transition } from '../../functions/domain/transition.ts';
import { DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';

const stamp = (at = NOW) => ({ by: { userId: 'ada-7', userName: 'Ada' }, at, requestId: 'request-9' });
const terms = { newKey: () => sampleKey(9), validityDays: 90 };
const license = sampleLicense();
const { hash: licenseHash } = license;
const profile = { ...sampleMisp(), name: 'Another Name' };
type Move = (misp: Misp, stamp: ChangeStamp) => { readonly kind: string };
/** Each kind of change: its name, what is special about its MISP, and whether it stops a licence. */
const moves: readonly (readonly [string, Partial<Misp>, Move, boolean])[] = [
  [
    'approve',
    { status: 'rejected' },
    (m, s) => transition(m, { kind: 'approve', terms, separationOfDuties: false }, s),
    false,
  ],
  ['reject', {}, (m, s) => transition(m, { kind: 'reject' }, s), true],
  ['activate', { isActive: false }, (m, s) => transition(m, { kind: 'activate' }, s), false],
  ['de-activate', {}, (m, s) => transition(m, { kind: 'de-activate' }, s), true],
  ['update', {}, (m, s) => transition(m, { kind: 'update', profile }, s), false],
  [
    'renew',
    { licenses: [{ ...license, validTo: NOW }] },
    (m, s) => transition(m, { kind: 'download', terms }, s),
    false,
  ],
  [
    'switch on',
    { licenses: [{ ...license, isSwitchedOn: false }] },
    (m, s) => transition(m, { kind: 'switch-on', licenseHash }, s),
    false,
  ],
  ['switch off', {}, (m, s) => transition(m, { kind: 'switch-off', licenseHash }, s), true],
  ['rotate', {}, (m, s) => transition(m, { kind: 'rotate', terms, overlapMs: 0 }, s), true],
  ['shorten', {}, (m, s) => transition(m, { kind: 'set-end', licenseHash, validTo: license.validTo - 1 }, s), true],
  ['extend', {}, (m, s) => transition(m, { kind: 'set-end', licenseHash, validTo: license.validTo + 1 }, s), false],
];
const mispWith = (what: Partial<Misp>) => sampleMisp({ licenses: [license], ...what });

describe('a change', () => {
  test.each(moves)('%s: whether it is a revocation', (_, misp, move, isRevocation) => {
    expect(move(mispWith(misp), stamp())).toMatchObject({ kind: 'changed', isRevocation });
  });

  test.each(moves)('%s: never sets the time of the last change back', (_, misp, move) => {
    const later = NOW + 50;
    const lastChangeAfter = (before: Partial<Misp>, at: number) => {
      const outcome = move(mispWith({ ...misp, ...before }), stamp(at));
      return 'misp' in outcome && (outcome.misp as Misp).updatedAt;
    };
    expect(lastChangeAfter({ updatedAt: later }, NOW)).toBe(later);
    expect(lastChangeAfter({ updatedAt: later }, later + 1)).toBe(later + 1);
    expect(lastChangeAfter({ createdAt: later, updatedAt: null }, NOW)).toBe(later);
  });
});

test('an update keeps the stored form of an unchanged name', () => {
  const misp = sampleMisp({ normalizedName: 'as it was formed in an earlier version' });
  const update = (name: string) => transition(misp, { kind: 'update', profile: { ...misp, name } }, stamp());
  expect(update(misp.name)).toMatchObject({ kind: 'changed', misp: { normalizedName: misp.normalizedName } });
  expect(update('Another')).toMatchObject({ misp: { normalizedName: 'another' } });
});

test('a download returns the licence issued last of those that end at the same time', () => {
  const licenses = [1, 2].map((number) => sampleLicense({ key: sampleKey(number), validTo: NOW + DAY }));
  const outcome = transition(sampleMisp({ licenses }), { kind: 'download', terms }, stamp());
  expect(outcome).toEqual({ kind: 'unchanged', working: licenses[1] });
});
