import { describe, expect, test } from '@jest/globals';
import {
  licenseStateOf,
  licenseTransitions,
  type MispRow,
  type MispState,
  mispTransitions,
  standingIn,
  stateOf,
} from '../../functions/domain/transitions.ts';
import { NOW } from '../support/sample-misp.ts';

/**
 * The rules of approval, activity, update, download and rotation, written differently from the table: the expected
 * outcome is computed from the MISP's status and activity.
 */
function expected(status: 'Inprogress' | 'approved' | 'rejected', isActive: boolean, request: keyof MispRow) {
  const to = (toStatus: string, toActive: boolean) => ({
    kind: 'move',
    to: `${toStatus}/${toActive ? 'active' : 'de-active'}`,
  });
  const refused = (why: string) => ({ kind: 'refused', why });
  switch (request) {
    case 'approve':
      // "Already" is checked before activity.
      if (status === 'approved') return refused('already-in-status');
      return isActive ? to('approved', true) : refused('misp-not-active');
    case 'reject':
      return status === 'rejected' ? refused('already-in-status') : to('rejected', isActive);
    case 'activate':
      return isActive ? { kind: 'unchanged' } : to(status, true);
    case 'de-activate':
      return isActive ? to(status, false) : { kind: 'unchanged' };
    case 'update':
      return to(status, isActive);
    case 'download':
    case 'rotate':
      // Approval is checked before activity.
      if (status !== 'approved') return refused('misp-not-approved');
      return isActive ? to('approved', true) : refused('misp-not-active');
  }
}

const statuses = ['Inprogress', 'approved', 'rejected'] as const;
const requests = ['approve', 'reject', 'activate', 'de-activate', 'update', 'download', 'rotate'] as const;
const cells = statuses.flatMap((status) =>
  [true, false].flatMap((isActive) => requests.map((request) => ({ status, isActive, request }))),
);

describe('the state machine of a MISP', () => {
  test.each(cells)('$status, active $isActive: $request', ({ status, isActive, request }) => {
    expect(mispTransitions[stateOf({ status, isActive })][request]).toEqual(expected(status, isActive, request));
  });

  test('has these six states and seven requests, and no others', () => {
    expect(Object.keys(mispTransitions).sort()).toEqual([
      'Inprogress/active',
      'Inprogress/de-active',
      'approved/active',
      'approved/de-active',
      'rejected/active',
      'rejected/de-active',
    ]);
    for (const row of Object.values(mispTransitions)) expect(Object.keys(row)).toEqual(requests);
    expect(cells).toHaveLength(42);
  });

  test('maps status and activity to a state and back', () => {
    for (const status of statuses) {
      for (const isActive of [true, false]) {
        const state = stateOf({ status, isActive });
        expect(state).toBe(`${status}/${isActive ? 'active' : 'de-active'}`);
        expect(standingIn(state)).toEqual({ status, isActive });
      }
    }
    for (const state of Object.keys(mispTransitions)) {
      expect(stateOf(standingIn(state as MispState))).toBe(state);
    }
  });

  test('never leads back to in progress', () => {
    for (const status of ['approved', 'rejected'] as const) {
      for (const isActive of [true, false]) {
        for (const cell of Object.values(mispTransitions[stateOf({ status, isActive })])) {
          if (cell.kind === 'move') expect(cell.to).not.toMatch(/^Inprogress/);
        }
      }
    }
  });
});

describe('the state machine of a licence', () => {
  test.each([
    ['on', 'current', 'switch-on', { kind: 'unchanged' }],
    ['on', 'current', 'switch-off', { kind: 'move', to: 'off' }],
    ['off', 'current', 'switch-on', { kind: 'move', to: 'on' }],
    ['off', 'current', 'switch-off', { kind: 'unchanged' }],
    ['on', 'expired', 'switch-on', { kind: 'refused', why: 'license-expired' }],
    ['on', 'expired', 'switch-off', { kind: 'move', to: 'off' }],
    ['off', 'expired', 'switch-on', { kind: 'refused', why: 'license-expired' }],
    ['off', 'expired', 'switch-off', { kind: 'unchanged' }],
    ['on', 'current', 'set-end', { kind: 'move', to: 'on' }],
    ['off', 'current', 'set-end', { kind: 'move', to: 'off' }],
    ['on', 'expired', 'set-end', { kind: 'refused', why: 'license-expired' }],
    ['off', 'expired', 'set-end', { kind: 'refused', why: 'license-expired' }],
  ] as const)('%s and %s: %s', (position, age, request, transition) => {
    expect(licenseTransitions[`${position}/${age}`][request]).toEqual(transition);
  });

  test('has no other cell', () => {
    expect(Object.values(licenseTransitions).flatMap((row) => Object.keys(row))).toHaveLength(12);
  });

  test.each([
    [true, NOW + 1, 'on/current'],
    [true, NOW, 'on/expired'],
    [true, NOW - 1, 'on/expired'],
    [false, NOW + 1, 'off/current'],
    [false, NOW, 'off/expired'],
  ] as const)('switched on %s, valid to %d: %s', (isSwitchedOn, validTo, state) => {
    expect(licenseStateOf({ isSwitchedOn, validTo }, NOW)).toBe(state);
  });
});
