import { describe, expect, test } from '@jest/globals';
import { daysLeft, fallsDueAt, lastLicense, noticeOf, tightestDue } from '../../functions/domain/running-out.ts';
import { transition } from '../../functions/domain/transition.ts';
import { caller, DAY, NOW, sampleKey, sampleLicense, sampleMisp } from '../support/sample-misp.ts';

const THRESHOLDS = [30, 15, 7, 3, 1];
const license = (number: number, days: number, more = {}) =>
  sampleLicense({ key: sampleKey(number), validTo: NOW + days * DAY, createdAt: NOW - 200 * DAY, ...more });
const misp = (...licenses: ReturnType<typeof license>[]) => sampleMisp({ licenses, activeSince: NOW - 200 * DAY });

describe('a MISP runs out', () => {
  test('with the licence that ends last, including expired ones', () => {
    expect(lastLicense(misp(license(1, 5), license(2, 20), license(3, 10)))?.validTo).toBe(NOW + 20 * DAY);
    expect(lastLicense(misp(license(1, -5), license(2, -20)))?.validTo).toBe(NOW - 5 * DAY);
  });

  test('of equal ends with the one issued last', () => {
    const last = license(2, 5);
    expect(lastLicense(misp(license(1, 5), last))).toBe(last);
  });

  test('not with a licence that is switched off', () => {
    expect(lastLicense(misp(license(1, 5), license(2, 20, { isSwitchedOn: false })))?.validTo).toBe(NOW + 5 * DAY);
    expect(lastLicense(misp(license(1, 5, { isSwitchedOn: false })))).toBeUndefined();
    expect(lastLicense(misp())).toBeUndefined();
  });

  test.each([{ status: 'Inprogress' as const }, { status: 'rejected' as const }, { isActive: false }])(
    'not while it is %j',
    (standing) => {
      expect(lastLicense({ ...misp(license(1, 5)), ...standing })).toBeUndefined();
    },
  );
});

describe('a threshold', () => {
  test('falls due to the millisecond', () => {
    const runsOut = NOW + 7 * DAY;
    expect(fallsDueAt(runsOut, 7)).toBe(NOW);
    expect(tightestDue(runsOut, [7], NOW)).toBe(7);
    expect(tightestDue(runsOut, [7], NOW - 1)).toBeUndefined();
  });

  test('is the tightest of those that have fallen due, in any configured order', () => {
    for (const thresholds of [THRESHOLDS, THRESHOLDS.toReversed(), [7, 30, 1, 15, 3]]) {
      expect(tightestDue(NOW + 5 * DAY, thresholds, NOW)).toBe(7);
      expect(tightestDue(NOW - 5 * DAY, thresholds, NOW)).toBe(1);
      expect(tightestDue(NOW + 31 * DAY, thresholds, NOW)).toBeUndefined();
    }
  });
});

test.each([
  [7 * DAY, 7],
  [7 * DAY - 1, 7],
  [6 * DAY, 6],
  [1, 1],
  [0, 0],
  [-3 * DAY, 0],
])('days left are rounded up and never below 0: %d ms are %d', (left, days) => {
  expect(daysLeft(NOW, NOW + left)).toBe(days);
});

describe('the announcement that is due', () => {
  test('is the threshold with its licence', () => {
    const last = license(2, 5);
    expect(noticeOf(misp(license(1, 2), last), THRESHOLDS, NOW)).toEqual({ license: last, noticeDays: 7 });
  });

  test('is none while no threshold has fallen due, and none for a MISP that does not run out', () => {
    expect(noticeOf(misp(license(1, 31)), THRESHOLDS, NOW)).toBeUndefined();
    expect(noticeOf({ ...misp(license(1, 5)), isActive: false }, THRESHOLDS, NOW)).toBeUndefined();
  });

  test.each<[string, object]>([
    ['was issued', { createdAt: NOW - 2 * DAY }],
    ['was switched or got another end', { updatedAt: NOW - 2 * DAY }],
  ])('is none if the threshold had already passed when the licence %s', (_, dates) => {
    // The seventh day before was the day before yesterday, as long ago as the change.
    expect(noticeOf(misp(license(1, 5, dates)), THRESHOLDS, NOW)).toBeUndefined();
    expect(noticeOf(misp(license(1, 5 + 1 / DAY, dates)), THRESHOLDS, NOW)?.noticeDays).toBe(7);
  });

  test('does not depend on times that were imported and lie ahead', () => {
    const ahead = NOW + 365 * DAY;
    const outcome = noticeOf({ ...misp(license(1, 5, { updatedAt: ahead })), activeSince: ahead }, THRESHOLDS, NOW);
    expect(outcome?.noticeDays).toBe(7);
    const issued = license(1, 5, { createdAt: NOW - DAY, updatedAt: ahead });
    expect(noticeOf(misp(issued), THRESHOLDS, NOW)).toBeUndefined();
    // Another server's clock may be fast: this is the time of a change.
    expect(noticeOf(misp(license(1, 5, { updatedAt: NOW + 30_000 })), THRESHOLDS, NOW)).toBeUndefined();
  });

  test('is none if it had already passed when the MISP was activated, whatever was edited since', () => {
    const stamp = { by: caller, at: NOW - DAY, requestId: 'r' };
    const stopped = { ...misp(license(1, 5)), isActive: false };
    const activated = transition(stopped, { kind: 'activate' }, stamp);
    if (activated.kind !== 'changed') throw new Error('It was not activated');
    expect(noticeOf(activated.misp, THRESHOLDS, NOW)).toBeUndefined();
    expect(noticeOf(activated.misp, THRESHOLDS, NOW + 2 * DAY)?.noticeDays).toBe(3);
    const { name, address, contactNumber, emailId } = stopped;
    const profile = { name, address, contactNumber, emailId };
    const edited = transition(misp(license(1, 5)), { kind: 'update', profile }, stamp);
    expect(noticeOf(edited.misp, THRESHOLDS, NOW)?.noticeDays).toBe(7);
  });
});
