import { expect, test } from '@jest/globals';
import { type Announcement, DAY_MS, judgeAnnouncements, type Run } from '../../proofs/expiry/judge-announcements.ts';
import { judgeCalls } from '../../proofs/expiry/judge-calls.ts';
import { type Change, type MispHistory, type MispState, stateAfter } from '../../proofs/expiry/misp-history.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const THRESHOLDS = [15, 7, 3, 1];
const day = (days: number) => START + days * DAY_MS;

/** Runs out on day 20; its 15-day threshold falls due on day 5. */
const first: MispState = {
  ...{ version: 2, isApproved: true, isActive: true, activeSince: day(-50) },
  licenses: [{ hash: 'first', validTo: day(20), isOn: true, since: day(-50) }],
};

/** A MISP with a change on each of some days; the order of events is that of the days. */
function history(...changes: readonly (readonly [days: number, change: Change])[]): ReadonlyMap<string, MispHistory> {
  const periods = [{ from: Number.NEGATIVE_INFINITY, asked: -100, answered: -100, state: first }];
  for (const [days, change] of changes) {
    const state = stateAfter(periods.at(-1)!.state, change, day(days));
    periods.push({ from: day(days), asked: days, answered: days + 0.01, state });
  }
  return new Map([['100', { id: '100', periods }]]);
}

const whole = (...days: readonly number[]): readonly Run[] =>
  days.map((one) => ({ at: day(one), until: day(one), isWhole: true }));

/** The event of a run on that day. */
const announced = (days: number, more: Partial<Announcement> = {}): Announcement => ({
  ...{ recordId: `row-${days}-1`, time: day(days), mispId: '100', version: 2, licenseKeyHash: 'first' },
  ...{ validTo: day(20), daysLeft: 20 - days, notice: 15, sent: days + 0.02, stored: days + 0.03 },
  ...more,
});

const judge = (
  misps: ReadonlyMap<string, MispHistory>,
  events: readonly Announcement[],
  runs: readonly Run[],
  lagMs = 0,
) => judgeAnnouncements(misps, events, runs, { thresholds: THRESHOLDS, lagMs }).violations;

test('accepts one announcement of the tightest threshold each time', () => {
  expect(judge(history(), [announced(5), announced(14, { notice: 7 })], whole(0, 5, 14))).toEqual([]);
  expect(judge(history(), [announced(14.5, { notice: 7, daysLeft: 6 })], whole(0, 14.5))).toEqual([]);
  expect(judge(history(), [announced(22, { notice: 1, daysLeft: 0 })], whole(0, 22))).toEqual([]);
});

test.each<readonly [string, readonly Announcement[], RegExp]>([
  ['no announcement', [], /left out threshold 15 of MISP 100/],
  ['one by a later run', [announced(6)], /left out threshold 15 .*which was announced later/],
  ['two', [announced(5), announced(6)], /was announced 2 times/],
  ['one without a run', [announced(5.5)], /when there was no run/],
  ['a looser threshold', [announced(5), announced(6, { notice: 30 })], /not the tightest due/],
  ['another end', [announced(5, { validTo: day(21) })], /the MISP ran out at/],
  ['another licence', [announced(5, { licenseKeyHash: 'second' })], /with another licence/],
  ['days rounded down', [announced(5, { daysLeft: 14 })], /14 days left, must be 15/],
  ['a version that never existed', [announced(5, { version: 7 })], /version 7, which never existed/],
])('finds %s', (_, events, violation) => {
  expect(judge(history(), events, whole(0, 5, 6)).join('\n')).toMatch(violation);
});

test.each<readonly [string, Change]>([
  ['rotated', { kind: 'rotate', overlapMs: 0, hash: 'second', validTo: day(90) }],
  ['extended', { kind: 'end', hash: 'first', validTo: day(60) }],
  ['rejected', { kind: 'reject' }],
  ['de-activated', { kind: 'de-activate' }],
  ['switched off', { kind: 'key off', hash: 'first' }],
])('expects and accepts no announcement for a MISP that was %s before', (_, change) => {
  const misps = history([4, change]);
  expect(judge(misps, [], whole(0, 5))).toEqual([]);
  expect(judge(misps, [announced(5)], whole(0, 5))).toEqual([
    expect.stringMatching(/version 2, which was over by then/),
  ]);
  expect(judge(misps, [announced(5, { version: 3 })], whole(0, 5))).not.toEqual([]);
});

test.each<readonly [string, readonly Change[]]>([
  ['the licence got its end', [{ kind: 'end', hash: 'first', validTo: day(19.5) }]],
  [
    'the licence was switched on again',
    [
      { kind: 'key off', hash: 'first' },
      { kind: 'key on', hash: 'first' },
    ],
  ],
  ['the MISP was activated again', [{ kind: 'de-activate' }, { kind: 'activate' }]],
])('expects nothing that had passed when %s', (_, changes) => {
  const misps = history(...changes.map((change, index) => [5.1 + index / 100, change] as const));
  const validTo = misps.get('100')!.periods.at(-1)!.state.licenses[0]!.validTo;
  const event = announced(6, { version: 2 + changes.length, validTo, daysLeft: 14 });
  expect(judge(misps, [], whole(0, 6))).toEqual([]);
  expect(judge(misps, [event], whole(0, 6))).toEqual([expect.stringMatching(/although it had already passed/)]);
});

test('still expects an announcement after an edit, with the version of that time', () => {
  const misps = history([4, { kind: 'edit' }]);
  expect(judge(misps, [], whole(0, 5))).toEqual([expect.stringMatching(/left out threshold 15/)]);
  expect(judge(misps, [announced(5, { version: 3 })], whole(0, 5))).toEqual([]);
});

test('allows but does not expect a notice that had already passed when a licence with a later end was revoked', () => {
  const later = { hash: 'second', validTo: day(70), isOn: true, since: day(-40) };
  const period = { from: Number.NEGATIVE_INFINITY, asked: -100, answered: -100 };
  const before = { ...first, licenses: [...first.licenses, later] };
  const state = stateAfter(before, { kind: 'key off', hash: 'second' }, day(5.5));
  const periods = [
    { ...period, state: before },
    { from: day(5.5), asked: 5.5, answered: 5.51, state },
  ];
  const misps = new Map([['100', { id: '100', periods }]]);
  expect(judge(misps, [], whole(0, 6))).toEqual([]);
  expect(judge(misps, [announced(6, { version: 3 })], whole(0, 6))).toEqual([]);
});

test('allows the index to hide a change, but not from the next run', () => {
  const hour = 1 / 24;
  const misps = history([4.999, { kind: 'end', hash: 'first', validTo: day(19.9995) }]);
  const event = { version: 3, validTo: day(19.9995), daysLeft: 15 };
  const runs = whole(0, 5, 5 + hour);
  const lagMs = DAY_MS / 200;
  expect(judge(misps, [announced(5 + hour, event)], runs, lagMs)).toEqual([]);
  expect(judge(misps, [announced(5 + hour, event)], runs)).toEqual([
    expect.stringMatching(/which was announced later/),
  ]);
  expect(judge(misps, [], runs, lagMs)).toEqual([expect.stringMatching(/left out threshold 15/)]);
});

test('bounds the calls of a run by what is due', () => {
  const bounds = { thresholds: THRESHOLDS, lagMs: 0 };
  const run = { at: day(5), until: day(5), before: day(4.9), calls: 12, changedDuringRun: 0 };
  expect(judgeCalls(history(), [run], bounds)).toEqual([]);
  expect(judgeCalls(history(), [{ ...run, calls: 13 }], bounds)).toHaveLength(1);
  expect(judgeCalls(history(), [{ ...run, before: day(5.1), at: day(5.2), calls: 11 }], bounds)).toHaveLength(1);
});
